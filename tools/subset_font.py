"""Makes the font of the PDFs: Noto Sans SC (npm @expo-google-fonts/noto-sans-sc, OFL) reduced to GB 2312 and Latin.

Usage: python tools/subset_font.py NotoSansSC_400Regular.ttf static/fonts/NotoSansSC-subset.ttf
"""

from __future__ import annotations

import sys

from fontTools import subset


def characters() -> str:
    """GB 2312, Latin with its accents, and the punctuation of both."""
    found = {chr(code) for code in [*range(0x20, 0x250), *range(0x2000, 0x2070), *range(0x20A0, 0x20C0), 0x2190, 0x2192]}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return "".join(sorted(found))


def main(source: str, target: str) -> None:
    """Write the subset."""
    options = subset.Options(layout_features=[], name_IDs=["*"], notdef_outline=True, hinting=False)
    font = subset.load_font(source, options)
    worker = subset.Subsetter(options)
    worker.populate(text=characters())
    worker.subset(font)
    subset.save_font(font, target, options)


if __name__ == "__main__":
    main(*sys.argv[1:])
