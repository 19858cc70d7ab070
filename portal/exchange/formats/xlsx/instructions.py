"""What the template's first readers need to know, in both languages."""

SENTENCES: tuple[tuple[str, str], ...] = (
    (
        "题目写在工作表“Questions”里。第一行是列名，请不要改；列的顺序可以换，用不到的列可以删。",
        "Questions stand in the sheet “Questions”. Its first row names the columns: leave the names as they are; the "
        "order is free, and columns that you do not need may go.",
    ),
    (
        "每道题一行：id、type、skill、level、objective、points、prompt。id 用小写字母、数字和连字符，定了就不再改。",
        "A question is a row: id, type, skill, level, objective, points, prompt. An id is lower-case letters, digits "
        "and hyphens, and is kept for ever.",
    ),
    (
        "题目的组成部分（选项、配对、步骤、场景……）每个一行，写在题目下面，part 列写它属于哪一组，例如 choices。",
        "The parts of a question (choices, pairs, items, scenes …) are a row each below it; the column part says which "
        "list they belong to, such as choices.",
    ),
    (
        "文字分中文（.zh）和英文（.en）两列。只写了一种语言，另一种会标上“⟦to translate⟧”，content check 会一直提醒到译好为止。",
        "Texts have a Chinese (.zh) and an English (.en) column. Where only one is written, the other is marked “⟦to "
        "translate⟧”, and content check reports it until it is translated.",
    ),
    (
        "正确选项在 correct 列写 yes，其余留空。判断题的 answer 写 yes 或 no。",
        "Right choices have yes in the column correct; leave it empty for the others. The answer of true_false is yes or no.",
    ),
    (
        "accepted 一行一个写法（在单元格里换行用 Alt+Enter）。answer 可以是数，也可以是算式，例如 3 * 18000。",
        "accepted has one form a line (Alt+Enter starts a line in a cell). answer is a number or a formula such as 3 * 18000.",
    ),
    (
        "parameters、replies 等写不进一个格子的内容用 YAML 写，格式见 docs/content-format.md。",
        "What fits no cell otherwise, such as parameters and replies, is written as YAML in its cell; "
        "docs/content-format.md shows how.",
    ),
    (
        "以 = + - @ 开头的文字前面带一个单引号，这样表格不会把它当成公式；导入时会去掉。",
        "Texts that begin with = + - @ carry an apostrophe in front, so that no spreadsheet computes them; the import "
        "takes it off.",
    ),
    (
        "先试导入：报告会指出哪一行哪一格（例如 C14）有什么问题、怎么改。没有问题之前什么都不会写入。",
        "Try the import first: the report names row and cell (such as C14), what is wrong, and how to mend it. Nothing "
        "is written before that.",
    ),
)
