"""Whose doing a text is about: a limit says what "I will" do, never what somebody else must.

A rule of thumb for English and German, made to be wrong seldom and mildly: what it finds is
offered as a proposal. It looks for another person as the subject of a must, for commands, for
"I want you to", and for words in which nobody says "I" and somebody else does something. What
stands in an "if" or "when" is the occasion for the limit, and free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_OTHERS = (
    r"you|we|he|she|they|nobody|no one|no-one|everyone|everybody|both of us|the two of us"
    r"|(?:my|your) (?:partner|husband|wife|boyfriend|girlfriend)"
    r"|du|ihr|wir|er|sie|niemand|keiner|jeder"
    r"|mein(?:e|er)? (?:partner(?:in)?|mann|frau|freund(?:in)?)"
)
# Names that are also words would find themselves everywhere: "I will" is not about Will.
_ALSO_WORDS = frozenset(
    {
        "will", "may", "can", "i", "ich", "mark", "so", "da", "an", "in", "no", "do",
    }
)  # fmt: skip

_MUST = (
    r"must(?:n't)?|(?:has|have|had|need|needs) (?:got )?to|'ve got to|ought to|should(?:n't)?"
    r"|shall|shan't|will|'ll|won't|can't|cannot|can not|may not|had better|'d better"
    r"|(?:are|is|'re|'s)(?: not|n't)?"
    r" (?:to|allowed|supposed|expected|required|obliged|forbidden)"
    r"|muss|musst|müssen|müsst|soll|sollst|sollen|sollt|sollte|solltest|sollten"
    r"|darf nicht|darfst|dürfen|dürft|wirst|werdet|hast zu|hat zu|darf"
)
_INVERTED = (
    r"musst|müssen|soll|sollst|sollen|darfst|dürfen|wirst|hast|muss|darf|must|shall|will|should"
)
_OFTEN = r"(?: (?:also|always|never|really|auch|immer|nie|nicht))?"
# What makes the words after it an occasion, a reason or something known, not a demand.
_OCCASIONS = frozenset(
    {
        "if", "when", "whenever", "unless", "until", "while", "because", "since", "after",
        "before", "as", "what", "how", "where", "which", "who", "whatever", "whoever", "though",
        "although", "than", "that", "whether", "once", "so", "hope", "know", "understand",
        "trust", "see", "wenn", "falls", "sobald", "solange", "bevor", "nachdem", "weil", "da",
        "was", "wo", "wie", "ob", "bis", "damit", "dass", "obwohl", "während", "als", "hoffe",
        "weiss", "verstehe",
    }
)  # fmt: skip
_AND = frozenset(
    {
        "and", "or", "but", "und", "oder", "aber",
    }
)  # fmt: skip
_I = re.compile(r"\b(?:i|i'(?:ll|m|ve|d)|ich)\b")
_COMMANDS = re.compile(
    r"(?:please|bitte|just|and|then|dann|so)?,? ?\b(?:stop|quit|don't|do not|never again|tell|show"
    r"|give|let|leave me|(?:call|text|answer) (?:me|us|him|her|before|when|if)|ask|be|come|stay"
    r"|keep|hand|delete|share|make|put|turn|respect|listen|(?:talk|speak) (?:to|with|about)|look"
    r"|touch|read|write|promise|avoid|apologi[sz]e|say|send|bring|get|help|treat|trust|knock"
    r"|unlock|remember"
    r"|hör|hört|sag|sage|zeig|zeige|gib|lass|ruf|komm|bleib|sei|schrei|frag|antworte|lies|fass"
    r"|mach|schick|schreib|rede|sprich|schau|lösch|lösche|versprich|entschuldige|nimm|geh)"
    r"\b(?! (?:i|ich)\b)"
)
_WANTS = (
    r"\bi(?:'d| would| do)?(?: not|n't)? (?:really )?(?:want|expect|need|require|like|forbid)"
    r" (?:{who}) (?:not )?to\b",
    r"\bi (?:want|expect|demand|insist|require|forbid)(?: from you| of you| on it)?"
    r" that (?:{who})\b",
    r"\bi (?:will not|won't|shall not|don't|do not) (?:let|allow|permit|accept)"
    r"(?: that)? (?:{who})\b(?! down\b)",
    r"\bi(?:'ll| will) (?:make sure|see to it)(?: that)? (?:{who})"
    r" (?:don't|do not|never|come|stay|stop|show|tell|can't|cannot)\b",
    r"\bich (?:will|möchte|erwarte|verlange|fordere|brauche|wünsche|verbiete|dulde|erlaube"
    r"|lasse nicht zu|bestehe darauf|sorge dafür)\b[^.;!?]{0,25}?\bdass (?:{who})\b",
)
_PRIVATE = (
    r"(?:phone|messages?|e-?mails?|diary|journal|location|pockets?|chats?|accounts?|laptop|computer"
    r"|handy|telefon|nachrichten|mails|tagebuch|standort|taschen?|chats|konten|konto)"
)
_MEDDLES = (
    r"\bi(?:'ll| will| am going to|'m going to)?(?: always| also)? (?:check|read|search|go through"
    r"|look through|unlock|take away|take) (?:all )?(?:your|{name}'s?) (?:\w+ )?"
    + _PRIVATE
    + r"\b",
    r"\bi(?:'ll| will) (?:track|follow|watch) (?:you|{name})\b",
    r"\bich (?:werde |will )?(?:kontrolliere|prüfe|durchsuche|lese)?\b ?(?:immer |auch )?"
    r"(?:dein\w*|{name}s?) (?:\w+ )?" + _PRIVATE + r"\b(?! nicht\b| nie\b)",
)
_MUST_BE = re.compile(r"\b(?:must|has to|have to|needs? to|muss|müssen|darf|dürfen)\b")


def about_another(text: str, names: Iterable[str] = ()) -> bool:
    """Whether *text* says what somebody else must do; *names* are what the other is called."""
    words = " ".join(text.casefold().replace("’", "'").replace("\n", ". ").split())
    called = (name.casefold().strip() for name in names)
    name = "|".join(re.escape(one) for one in called if one and one not in _ALSO_WORDS)
    who = f"{_OTHERS}|{name}" if name else _OTHERS
    patterns = [pattern.replace("{who}", who) for pattern in _WANTS]
    patterns += [pattern.replace("{name}", f"(?:{name or 'you'})") for pattern in _MEDDLES]
    if any(_demands(words, pattern) for pattern in patterns):
        return True
    says_i = says_what_i_do(text)
    return any(
        _must(sentence, who) or _command(sentence) or (not says_i and _tells(sentence, who))
        for sentence in re.split(r"[.!?;:]+\s*", words)
        if sentence
    )


def says_what_i_do(text: str) -> bool:
    """Whether somebody says "I" in it, as in "I will …" or "If …, I will …"."""
    return _I.search(text.casefold().replace("’", "'")) is not None


def _demands(words: str, pattern: str) -> bool:
    return any(
        not _is_occasion(words[: found.start()]) for found in re.finditer(pattern, words)
    )  # fmt: skip


def _must(sentence: str, who: str) -> bool:
    """Somebody else is the subject of a must, outside what is only the occasion."""
    if _demands(sentence, rf"\b(?:{who}){_OFTEN}(?:(?=')| )(?:{_MUST})(?!\w)"):
        return True
    for found in re.finditer(rf"(?<=[\w,] )(?:{_INVERTED}) (?:{who})\b", sentence):
        before = sentence[: found.start()]
        if not _is_occasion(before) and not _I.search(before.rpartition(",")[2]):
            return True
    return False


def _is_occasion(before: str) -> bool:
    """Whether what follows *before* is an occasion: "if", or "if …, and" without a comma."""
    words = re.split(r"[,.;:!?]", before)[-1].split() or before.rstrip(", ").split()[-1:]
    if not words:
        return False
    if words[-1] in _OCCASIONS:
        return True
    return words[-1] in _AND and any(word in _OCCASIONS for word in words)


def _after_occasion(sentence: str) -> str:
    """What follows an "if …," at the beginning; all of it, if it begins otherwise."""
    first, comma, rest = sentence.partition(", ")
    return rest if comma and first.split(" ")[0] in _OCCASIONS else sentence


def _command(sentence: str) -> bool:
    """Find "Tell me …" and "If you are late, call me"; not "I will stop, leave the room and …"."""
    return _COMMANDS.match(_after_occasion(sentence)) is not None


def _tells(sentence: str, who: str) -> bool:
    """In a text without "I": somebody else does something, or something must be done."""
    main = _after_occasion(sentence)
    if re.match(rf"(?:{who}|your|dein|deine|euer)\b", main):
        return True
    return _MUST_BE.search(main) is not None
