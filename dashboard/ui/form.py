"""A form: what an action asks before it is done. What is written is never lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static, TextArea

from dashboard.api.types import Field, FieldKind, Form
from dashboard.core.errors import DashboardError, Refused
from dashboard.core.when import read_day, read_when
from dashboard.core.words import _, full_day
from dashboard.ui.work import start
from dashboard.widgets.choices import Choices

if TYPE_CHECKING:
    from dashboard.ui.app import DashboardApp

ROOMY = 30  # lines from which a form may spread
ROOM_INSIDE = 62  # cells of a hint that an empty line shows at 80 columns
SAVE_EVERY = 0.5  # seconds; a lost connection loses no more than that

Submit = Callable[[Mapping[str, str]], str]


class FormScreen(ModalScreen[None]):
    """Asks the fields of *form*; tells the sentence that *submit* returns, and closes.

    *submit* runs in a thread; a :class:`DashboardError` from it is told in the form, which
    stays as it is. *draft* names what is kept of it when one leaves, loses the connection, or
    the program is killed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("ctrl+s", "send", "Send"),
        ("escape", "leave", "Keep for later"),
    ]
    CSS = """
    FormScreen .reads { border-left: thick $primary; padding: 0 2; margin: 1 0 0 0; }
    FormScreen .reads { color: $accent; }
    FormScreen Label { margin: 1 0 0 0; color: $muted; }
    FormScreen .title { color: $primary; text-style: bold; margin: 0; }
    FormScreen .hint, FormScreen .says { color: $muted; }
    FormScreen .says, FormScreen .remark, FormScreen .wrong { margin: 1 0 0 0; }
    FormScreen .remark { color: $accent; }
    FormScreen .wrong { color: $warning; }
    FormScreen Input, FormScreen TextArea {
        border: none; border-left: tall $panel; background: $panel; padding: 0 1;
    }
    FormScreen Input:focus, FormScreen TextArea:focus { border-left: tall $primary; }
    FormScreen Input { height: 1; }
    FormScreen TextArea { height: 6; }
    FormScreen Horizontal { height: 2; padding: 1 0 0 0; }
    FormScreen Button {
        height: 1; min-width: 0; border: none; margin: 0 2 0 0; padding: 0 1;
        background: $panel; color: $foreground;
    }
    FormScreen.short { background: $background; }
    FormScreen.short .paper { padding: 0 2; }
    FormScreen.short Label, FormScreen.short .reads, FormScreen.short .says { margin: 0; }
    FormScreen.short TextArea { height: 4; }
    FormScreen Button:focus { background: $primary; color: $background; text-style: bold; }
    """

    # Textual repaints the whole screen when the focus moves; the two fields are enough.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, form: Form, submit: Submit, draft: str) -> None:
        super().__init__()
        self.form = form
        self._submit = submit
        self._draft = draft
        self._saved: dict[str, str] = {}
        self._sending = False
        self._timer: Timer | None = None

    @property
    def dashboard(self) -> DashboardApp:
        """The app."""
        return cast("DashboardApp", self.app)

    def compose(self) -> ComposeResult:
        """The form as a sheet of paper."""
        kept = self.dashboard.draft(self._draft) if self.form.fields else {}
        self._saved = dict(kept)
        with VerticalScroll(classes="paper", can_focus=False):
            yield Static(self.form.title, classes="title", markup=False)
            for text in self.form.reads:
                yield Static(text, classes="reads", markup=False)
            for field in self.form.fields:
                yield Label(_label(field), markup=False)
                yield _widget(field, kept.get(field.name, field.initial))
                hint = Static("", classes="hint", markup=False, id=f"hint-{field.name}")
                _tell(hint, _below(field))
                yield hint
            yield _hidden("remark")
            if self.form.says:
                yield Static(self.form.says, classes="says", markup=False)
            yield _hidden("wrong")
            with Horizontal():
                yield Button(self._verb(), id="send")
                yield Button(
                    _("Esc  keep for later") if self.form.fields else _("Esc  back"), id="leave"
                )
                if any(kept.values()):
                    yield Button(_("start afresh"), id="afresh")

    def _verb(self) -> str:
        return f"Ctrl+S  {self.form.send}"

    def on_mount(self) -> None:
        """Keep what is written, from the first half second on."""
        words = list(self.query("Input.field, TextArea.field"))
        (words or list(self.query(".field, #leave")))[0].focus()
        for area in self.query(TextArea):
            area.move_cursor(area.document.end)
        self._remark()

    def on_resize(self) -> None:
        """Stand closer together where there is little room."""
        self.set_class(self.size.height < ROOMY, "short")

    # -- values -------------------------------------------------------------------------------

    def values(self) -> dict[str, str]:
        """What stands in the form now."""
        return {field.name: self._value(field) for field in self.form.fields}

    def _value(self, field: Field) -> str:
        for widget in self.query(f"#field-{field.name}"):
            if isinstance(widget, TextArea):
                return widget.text
            if isinstance(widget, Input | Choices):
                return widget.value
        return ""

    def draft_now(self) -> None:
        """Keep the draft at once: the connection is going."""
        if self.form.fields and not self._sending:
            self.dashboard.keep_draft(self._draft, self._worth_keeping())

    def _worth_keeping(self) -> dict[str, str]:
        """The values, or nothing while nobody has typed anything."""
        values = self.values()
        typed = any(
            values[field.name].strip() != field.initial.strip()
            for field in self.form.fields
            if field.kind is not FieldKind.CHOICE
        )
        return values if typed else {}

    def _changed(self) -> None:
        """Something was written: a remark on it, if there is one, and soon a draft of it."""
        self._remark()
        if self._timer is None:
            self._timer = self.set_timer(SAVE_EVERY, self._keep)

    def _keep(self) -> None:
        self._timer = None
        values = self._worth_keeping()
        if values != self._saved and not self._sending:
            self._saved = values
            self.dashboard.keep_draft_soon(self._draft, values)

    # -- while writing ------------------------------------------------------------------------

    def on_text_area_changed(self) -> None:
        """Words changed."""
        self._changed()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how a day or a time is understood."""
        self._changed()
        for field in self.form.fields:
            if event.input.id == f"field-{field.name}":
                self._understand(field, event.value)

    def on_choices_changed(self) -> None:
        """Another choice."""
        self._changed()

    def _remark(self) -> None:
        if self.form.remark is None or not self.is_mounted:
            return
        try:
            remark = self.form.remark(self.values())
        except Exception:  # a plugin's remark never stands in the way of writing
            remark = ""
        _tell(self.query_one(".remark", Static), remark)

    def _understand(self, field: Field, value: str) -> None:
        if field.kind not in (FieldKind.DAY, FieldKind.WHEN):
            return
        hint = self.query_one(f"#hint-{field.name}", Static)
        now = self.dashboard.now()
        _tell(hint, understood(field, value, now) if value.strip() else _below(field))

    # -- leaving ------------------------------------------------------------------------------

    def on_input_submitted(self) -> None:
        """Enter in a line goes on to the next field."""
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button is the same as its key."""
        if event.button.id == "send":
            self.action_send()
        elif event.button.id == "afresh":
            self._start_afresh()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Close; what was written is kept."""
        self.draft_now()
        self._close(None)

    def action_send(self) -> None:
        """Do it."""
        if self._sending:
            return
        values = self.values()
        for field in self.form.fields:
            if not field.optional and not values[field.name].strip():
                self._wrong(_("{label}: a word or two, please.", label=field.label), field)
                return
        self._sending = True
        start(self, partial(self._send, values), exclusive=True)

    async def _send(self, values: Mapping[str, str]) -> None:
        import asyncio

        self.dashboard.keep_draft(self._draft, dict(values) if self.form.fields else {})
        try:
            sentence = await asyncio.to_thread(self._submit, values)
        except DashboardError as error:
            self._sending = False
            self._wrong(error.sentence, self._words())
            return
        self.dashboard.drop_draft(self._draft)
        self._close(sentence)

    def _close(self, sentence: str | None) -> None:
        """Tell what was done; everything may be hidden by now, and this form below it."""
        self.dashboard.done(sentence)
        self.dashboard.close(self)

    def _words(self) -> Field | None:
        """The field for words, to go on writing in after a refusal."""
        kinds = (FieldKind.TEXT, FieldKind.LINE)
        return next((field for field in self.form.fields if field.kind in kinds), None)

    def _wrong(self, sentence: str, field: Field | None = None) -> None:
        wrong = self.query_one(".wrong", Static)
        self.query_one(".remark", Static).display = False  # one sentence at a time
        _tell(wrong, sentence)
        wrong.scroll_visible(animate=False)
        if field is not None:
            self.query_one(f"#field-{field.name}").focus()

    def _start_afresh(self) -> None:
        self.dashboard.drop_draft(self._draft)
        for field in self.form.fields:
            for widget in self.query(f"#field-{field.name}"):
                if isinstance(widget, TextArea):
                    widget.text = field.initial
                elif isinstance(widget, Input | Choices):
                    widget.value = field.initial
        self._saved = {}
        self.query_one("#afresh").remove()


def understood(field: Field, value: str, now: dt.datetime) -> str:
    """Say how a typed day or time is understood, or that it is not yet."""
    try:
        if field.kind is FieldKind.DAY:
            return full_day(read_day(value, now.date()))
        when = read_when(value, now)
    except Refused:
        return field.hint or "…"
    return f"{full_day(when.date())}, {when:%H:%M}"


def _hidden(name: str) -> Static:
    static = Static("", classes=name, markup=False)
    static.display = False
    return static


def _tell(static: Static, text: str) -> None:
    static.update(text)
    static.display = bool(text)


def _below(field: Field) -> str:
    """The hint that stands below a field: where none fits into it."""
    inside = field.kind not in (FieldKind.TEXT, FieldKind.CHOICE)
    return "" if inside and cell_len(field.hint) <= ROOM_INSIDE else field.hint


def _label(field: Field) -> str:
    return f"{field.label}  ({_('if you like')})" if field.optional else field.label


def _widget(field: Field, value: str) -> Widget:
    widget: Widget
    if field.kind is FieldKind.TEXT:
        area = TextArea(value, soft_wrap=True, tab_behavior="focus", compact=True)
        area.cursor_blink = False
        widget = area
    elif field.kind is FieldKind.CHOICE:
        widget = Choices([(choice.value, choice.words) for choice in field.choices], value)
    else:
        line = Input(value, compact=True, placeholder="" if _below(field) else field.hint)
        line.cursor_blink = False
        widget = line
    widget.id = f"field-{field.name}"
    widget.add_class("field")
    return widget
