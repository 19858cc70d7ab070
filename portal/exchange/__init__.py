"""Questions come and go: spreadsheets and the files of other systems, into bank files and out of them. It owns no tables."""
