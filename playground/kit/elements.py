"""Block elements: buttons, menus, pickers, inputs. Which block may hold which stands at the end."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from playground.kit.core import (
    Check,
    Scan,
    anything,
    boolean,
    exactly_one,
    integer,
    list_of,
    one_of,
    shape,
    string,
)
from playground.kit.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    GROUP,
    ID,
    LINK,
    option,
    options,
    picture,
    plain,
)
from playground.kit.rich import RICH_TEXT

_NUMBER = string(1, 255, r"-?\d+(\.\d+)?", "must be a number")
_DATE = string(10, 10, r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "must be YYYY-MM-DD")
_TIME = string(5, 5, r"([01]\d|2[0-3]):[0-5]\d", "must be HH:mm")


def _focus(value: Any, path: str, scan: Scan) -> None:
    if value.get("focus_on_load") is True:
        scan.focused += 1
        if scan.focused > 1:
            scan.say(path, "only one element can have focus_on_load")


def element(fields: dict[str, Check], required: tuple[str, ...] = (), *more: Check) -> Check:
    """An interactive element: its own fields, and type and action_id."""
    return shape({"type": anything, "action_id": ID, **fields}, required, *more)


def _field(fields: dict[str, Check], required: tuple[str, ...] = (), *more: Check) -> Check:
    """An element that a person fills in: focus besides."""
    return element({"focus_on_load": boolean(), **fields}, required, *more, _focus)


def _menu(fields: dict[str, Check], *more: Check, many: bool = False) -> Check:
    extra: dict[str, Check] = {"max_selected_items": integer(1, 1000)} if many else {}
    return _field({"placeholder": plain(150), "confirm": CONFIRM, **extra, **fields}, (), *more)


def _all_options(value: Any) -> list[Any]:
    found: list[Any] = list(value.get("options") or [])
    for group in value.get("option_groups") or []:
        found += (group.get("options") or []) if isinstance(group, dict) else []
    return found


def _initial_is_one(value: Any, path: str, scan: Scan) -> None:
    """The initial option(s) equal some of the options."""
    known = _all_options(value)
    single = value.get("initial_option")
    if single is not None and single not in known:
        scan.say(f"{path}/initial_option", "initial_option must match one of the options")
    for index, entry in enumerate(value.get("initial_options") or []):
        if entry not in known:
            at = f"{path}/initial_options/{index}"
            scan.say(at, "initial_options must match some of the options")


_GROUPS = list_of(GROUP, 1, 100)
_STATIC: dict[str, Check] = {"options": options(100), "option_groups": _GROUPS}
_ONE_LIST = exactly_one("options", "option_groups")


def _lengths_fit(value: Any, path: str, scan: Scan) -> None:
    low, high = value.get("min_length"), value.get("max_length")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        scan.say(f"{path}/min_length", "min_length must not be more than max_length")
    initial = value.get("initial_value")
    if isinstance(initial, str) and isinstance(high, int) and len(initial) > high:
        scan.say(f"{path}/initial_value", f"must be less than {high + 1} characters")


def _in_modal(value: Any, path: str, scan: Scan) -> None:
    if scan.surface != "modal":
        scan.say(path, f"{value.get('type')} can only be used in modals")


def _text_input(**fields: Check) -> Check:
    common: dict[str, Check] = {
        "initial_value": string(0, 3000),
        "placeholder": plain(150),
        "dispatch_action_config": DISPATCH,
    }
    return _field({**common, **fields}, (), _lengths_fit)


_CHOICES = shape(
    {
        "type": anything,
        "action_id": ID,
        "options": options(10, rich=True),
        "initial_options": list_of(option(rich=True), 1, 10),
        "confirm": CONFIRM,
        "focus_on_load": boolean(),
    },
    ("options",),
    _initial_is_one,
    _focus,
)

ELEMENTS: MappingProxyType[str, Check] = MappingProxyType(
    {
        "button": element(
            {
                "text": plain(75),
                "url": LINK,
                "value": string(0, 2000),
                "style": one_of("primary", "danger"),
                "confirm": CONFIRM,
                "accessibility_label": string(0, 75),
            },
            ("text",),
        ),
        "workflow_button": element(
            {
                "text": plain(75),
                "workflow": shape({"trigger": anything}, ("trigger",)),
                "style": one_of("primary", "danger"),
                "accessibility_label": string(0, 75),
            },
            ("text", "workflow"),
        ),
        "overflow": element({"options": options(5, url=True), "confirm": CONFIRM}, ("options",)),
        "checkboxes": _CHOICES,
        "radio_buttons": _field(
            {
                "options": options(10, rich=True),
                "initial_option": option(rich=True),
                "confirm": CONFIRM,
            },
            ("options",),
            _initial_is_one,
        ),
        "static_select": _menu({**_STATIC, "initial_option": option()}, _ONE_LIST, _initial_is_one),
        "multi_static_select": _menu(
            {**_STATIC, "initial_options": list_of(option(), 0, 100)},
            _ONE_LIST,
            _initial_is_one,
            many=True,
        ),
        "external_select": _menu(
            {"initial_option": option(), "min_query_length": integer(0, 1000)}
        ),
        "multi_external_select": _menu(
            {"initial_options": list_of(option(), 0, 100), "min_query_length": integer(0, 1000)},
            many=True,
        ),
        "users_select": _menu({"initial_user": string(1)}),
        "multi_users_select": _menu({"initial_users": list_of(string(1))}, many=True),
        "conversations_select": _menu(
            {
                "initial_conversation": string(1),
                "default_to_current_conversation": boolean(),
                "response_url_enabled": boolean(),
                "filter": FILTER,
            }
        ),
        "multi_conversations_select": _menu(
            {
                "initial_conversations": list_of(string(1)),
                "default_to_current_conversation": boolean(),
                "filter": FILTER,
            },
            many=True,
        ),
        "channels_select": _menu({"initial_channel": string(1), "response_url_enabled": boolean()}),
        "multi_channels_select": _menu({"initial_channels": list_of(string(1))}, many=True),
        "datepicker": _menu({"initial_date": _DATE}),
        "timepicker": _menu({"initial_time": _TIME, "timezone": string(1, 100)}),
        "datetimepicker": _field(
            {"initial_date_time": integer(10**9, 10**10 - 1), "confirm": CONFIRM}
        ),
        "plain_text_input": _text_input(
            multiline=boolean(), min_length=integer(0, 3000), max_length=integer(1, 3000)
        ),
        "email_text_input": _text_input(),
        "url_text_input": _text_input(),
        "number_input": _field(
            {
                "is_decimal_allowed": boolean(),
                "initial_value": _NUMBER,
                "min_value": _NUMBER,
                "max_value": _NUMBER,
                "placeholder": plain(150),
                "dispatch_action_config": DISPATCH,
            },
            ("is_decimal_allowed",),
        ),
        "rich_text_input": _field(
            {
                "initial_value": RICH_TEXT,
                "placeholder": plain(150),
                "dispatch_action_config": DISPATCH,
            }
        ),
        "file_input": element(
            {"filetypes": list_of(string(1)), "max_files": integer(1, 10)}, (), _in_modal
        ),
        "image": picture(),
    }
)
"""Every element by its type."""

_SELECTS = [
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
]
_MULTI = [f"multi_{name}" for name in _SELECTS]
_CHOOSERS = [*_SELECTS, "checkboxes", "radio_buttons", "datepicker", "timepicker"]
_TEXTS = [
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
]

IN_SECTION = ("button", "overflow", "image", "workflow_button", *_CHOOSERS, *_MULTI)
IN_ACTIONS = ("button", "overflow", "workflow_button", "datetimepicker", *_CHOOSERS)
IN_INPUT = ("datetimepicker", "file_input", *_TEXTS, *_CHOOSERS, *_MULTI)


def allowed(names: tuple[str, ...]) -> dict[str, Check]:
    """The checks of some element types."""
    return {name: ELEMENTS[name] for name in names}
