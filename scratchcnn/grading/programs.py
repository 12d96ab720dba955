"""Answers as programs: an answer, and those statements of its notebook that it needs.

A lesson as a whole may train for minutes, and its other cells are no concern of an answer. So
nothing is run here: for each `exercises.check("relu.hat", hat)` the statements above it that bind
what `hat` needs are put together, in their order.
"""

import ast
import json
import re
import symtable
from dataclasses import dataclass

from ..exercises.checking import names
from ..exercises.my_layers import ANSWERS, parts_of

MAGIC = re.compile(r"^[ \t]*[%!?].*$|^[ \t]*[\w.]+\?+[ \t]*$", re.MULTILINE)  # IPython's own lines
CHECK = re.compile(r"""\bcheck\(\s*["']([\w.]+)["']""")
PLAIN = (  # statements that bind a name anew
    ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom
)  # fmt: skip
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class NotUnderstood(Exception):
    """Why a file has no answers that can be read, in words."""


@dataclass
class Answer:
    """A program that ends with `handed_in = …`, the answer to the exercise; or a complaint, which
    says why there is none.
    """

    exercise: str
    program: str = ""
    complaint: str = ""
    file: str = ""


def answers_in(name, content):
    """The Answers in a file, in their order; NotUnderstood if it can't be read."""
    is_notebook = name.lower().endswith(".ipynb")
    answers = list(answers_of((cells_of_notebook if is_notebook else cells_of_file)(content)))
    for answer in answers:
        answer.file = name
    return answers


def cells_of_notebook(content):
    """The source of each code cell."""
    try:
        cells = json.loads(content)["cells"]
        sources = [each["source"] for each in cells if each["cell_type"] == "code"]
        return [each if isinstance(each, str) else "".join(each) for each in sources]
    except (ValueError, RecursionError) as error:
        raise NotUnderstood(f"it is no notebook: {error}") from error
    except (KeyError, TypeError) as error:
        raise NotUnderstood("it is no notebook of version 4: its cells aren't found") from error


def cells_of_file(content):
    """A cell for what stands above all parts of my_layers.py, and one with a check for each part,
    which does not see the others.
    """
    try:
        parts = parts_of(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise NotUnderstood("it is no text in UTF-8") from error
    if not parts:
        raise NotUnderstood('no part in it begins with "# %%" and the name of an exercise')
    for part in parts.values():
        yield None
        yield part.preamble
        yield f"{part.source}\n\ncheck({part.name!r}, {answer_of(part)})"


def answer_of(part):
    """The name of a part's answer: the usual one, or that of the last class or function."""
    usual = ANSWERS.get(part.name, "...")
    try:
        tree = ast.parse(part.source)
    except (SyntaxError, ValueError):
        return usual
    found = [node.name for node in tree.body if isinstance(node, FUNCTION)]
    return usual if usual in found or not found else found[-1]


def answers_of(cells):
    """The Answers that cells check. None among the cells forgets all that was before."""
    statements = []
    for cell in cells:
        if cell is None:
            statements = []
            continue
        try:
            tree, lines = parse(cell)
            for node in tree.body:
                if (call := check_in(node)) is not None:
                    yield answer_to(*call, statements)
                statements += statements_of(node, lines)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            for name in CHECK.findall(cell):
                yield Answer(name, complaint=f"Its cell can't be read as Python: {error}.")


def parse(cell):
    """(tree, lines) of a cell, without lines that only IPython understands. The lines are bytes, by
    which the places in a tree are counted.
    """
    source = "" if cell.lstrip().startswith("%%") else re.sub("\r\n?", "\n", cell)
    try:
        tree = ast.parse(source)
    except SyntaxError:
        source = MAGIC.sub("", source)
        tree = ast.parse(source)
    return tree, source.encode().split(b"\n")


def check_in(node):
    """(name of the exercise, expression) if the statement is a check; or None."""
    call = getattr(node, "value", None)
    if not isinstance(call, ast.Call) or len(call.args) != 2:
        return None
    name, expression = call.args
    called = getattr(call.func, "attr", getattr(call.func, "id", ""))
    is_check = called == "check" and isinstance(getattr(name, "value", None), str)
    return (name.value, expression) if is_check else None


def answer_to(name, expression, statements):
    if name not in names():
        return Answer(name, complaint="There is no exercise of this name.")
    text = f"handed_in = {ast.unparse(expression)}"
    needed = [each.text for each in needed_by(text, statements)]
    return Answer(name, "\n\n".join([*needed, text]) + "\n")


def needed_by(text, statements):
    """Those of the statements that a last one needs, with all that they need in turn.

    A name is looked up where it stands; in the body of a function, when that is called: that is
    where the function is needed, or at the end.
    """
    now, later = names_used(text)
    end, seen, chosen = len(statements), set(), set()
    waiting = [(name, end) for name in now | later]
    while waiting:
        name, before = waiting.pop()
        if (name, before) in seen:
            continue
        seen.add((name, before))
        for position in reversed(range(before)):
            statement = statements[position]
            if name in statement.bound or "*" in statement.bound:
                chosen.add(position)
                waiting += [(each, position) for each in statement.now]
                waiting += [(each, when) for each in statement.later for when in (before, end)]
                if statement.anew and name in statement.bound:
                    break
    return [statements[position] for position in sorted(chosen)]


@dataclass
class Statement:
    """A statement, the names that it binds or changes, all of them `anew` or not, and those that it
    looks up at once, or later.
    """

    text: str
    bound: set
    anew: bool
    now: set
    later: set


def statements_of(node, lines):
    """A statement as Statements: imports are taken one by one, out of a `try` or an `if`, too."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from imports_of(node)
        return
    if isinstance(node, ast.Try | ast.If):
        for inner in node.body:
            if isinstance(inner, ast.Import | ast.ImportFrom):
                yield from imports_of(inner)
    text = text_of(node, lines)
    changed = bases_of_changes(node)
    now, later = names_used(text)
    anew = isinstance(node, PLAIN) and not changed
    yield Statement(text, names_bound(text) | changed, anew, now | changed, later)


def imports_of(node):
    for alias in node.names:
        one = type(node)(**{**vars(node), "names": [alias]})
        name = (alias.asname or alias.name).split(".")[0]
        yield Statement(ast.unparse(one), {name}, True, set(), set())


def text_of(node, lines):
    """A statement at the top of a cell as it was written, with its decorators."""
    decorators = getattr(node, "decorator_list", [])
    first = decorators[0].lineno if decorators else node.lineno
    own = lines[first - 1 : node.end_lineno]
    own[-1] = own[-1][: node.end_col_offset]
    own[0] = own[0] if decorators else own[0][node.col_offset :]
    return b"\n".join(own).decode()


def names_bound(text):
    """The names that a statement binds, except by imports."""
    symbols = symtable.symtable(text, "cell", "exec").get_symbols()
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned()}


def bases_of_changes(node):
    """The names of what a statement changes in place: x in `x[0] = 1`, `x.y = 1` and `x += 1`."""
    if isinstance(node, FUNCTION):
        return set()
    targets = [each for each in ast.walk(node) if isinstance(each, ast.Attribute | ast.Subscript)]
    targets = [each for each in targets if not isinstance(each.ctx, ast.Load)]
    targets += [each.target for each in ast.walk(node) if isinstance(each, ast.AugAssign)]
    return {base.id for base in map(base_of, targets) if isinstance(base, ast.Name)}


def base_of(node):
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node


def names_used(text):
    """({names that a statement looks up at once}, {those that its functions look up later})"""
    outermost = symtable.symtable(text, "cell", "exec")
    waiting, found = [(outermost, "now")], {"now": set(), "later": set()}
    while waiting:
        table, when = waiting.pop()
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (table is outermost or symbol.is_global()):
                found[when].add(symbol.get_name())
        waiting += [(each, "later" if is_function(each) else when) for each in table.get_children()]
    return found["now"], found["later"]


def is_function(table):
    """Whether it is run only when it is called, as the body of a class or a comprehension isn't."""
    is_comprehension = table.get_name().endswith(("comp", "genexpr"))
    return table.get_type() == "function" and not is_comprehension
