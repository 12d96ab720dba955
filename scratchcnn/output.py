"""What is printed: signs such as ✓ and ×, or something like them where stdout has none."""

import codecs
import sys

# For a stdout of few signs: a pipe or a file on Windows (cp1252, cp437, gbk), a terminal in C.
INSTEAD = {
    **{"✓": "+", "✗": "x", "◐": "~", "◎": "o", "○": "-"},
    **{"×": "x", "·": "*", "−": "-", "–": "-", "—": "-", "─": "-", "…": "...", "\xa0": " "},
    **{"→": "->", "←": "<-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "∂": "d", "µ": "u"},
    **{"²": "^2", "³": "^3", "¼": "1/4", "½": "1/2", "¾": "3/4", "√": "sqrt", "Σ": "sum"},
    **{"±": "+-", "⊙": "*", "∞": "infinity", "ᵀ": "^T", "ᵗ": "^t"},
    **{"κ": "kappa", "λ": "lambda", "μ": "mu"},
    **{"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta"},
    **{"θ": "theta", "σ": "sigma", "\u0302": "^"},  # the last one is the hat over a letter
    **{lowered: str(digit) for digit, lowered in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **{"‘": "'", "’": "'", "“": '"', "”": '"', "°": " degrees", "é": "e", "\ufffd": "?"},
}


def replace(error):
    """What codecs asks for when an encoding lacks some signs: a text that it has, and where to go
    on.
    """
    lacking = error.object[error.start : error.end]
    return "".join(INSTEAD.get(sign, "?") for sign in lacking), error.end


codecs.register_error("scratchcnn", replace)


def say(text="", end="\n", flush=False):
    """Print a text; what stdout's encoding lacks is replaced, so that this never raises."""
    if sys.stdout is not None:
        print(printable(str(text), sys.stdout), end=end, flush=flush)


def printable(text, stream):
    """The text as the stream can take it."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        return text.encode(encoding, "scratchcnn").decode(encoding)
    except LookupError:  # an encoding that Python doesn't know
        return text


def replace_signs(stream):
    """From now on, what this stream lacks is replaced in whatever a reader prints, too, a table for
    instance. A reader who has chosen what shall happen keeps that.
    """
    utf8 = str(getattr(stream, "encoding", "")).lower().replace("-", "").startswith("utf")
    if hasattr(stream, "reconfigure") and not utf8 and stream.errors == "strict":
        stream.reconfigure(errors="scratchcnn")
