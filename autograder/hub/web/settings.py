"""The page on which an instructor sets an assignment's policy and extensions, by forms."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from urllib.parse import urlencode

from tornado.web import HTTPError

from autograder.errors import InstructorError
from autograder.hub import policies, times
from autograder.hub.grading.handing_in import can_be_folder
from autograder.hub.model import Policy
from autograder.hub.web import forms, wording
from autograder.hub.web.addresses import Addresses
from autograder.hub.web.people import Page
from autograder.hub.web.settings_view import ExtensionRow, SettingsPage

_MOST_CHARS = 500
# A database has one service: between looking at a policy and writing it, no other page writes one.
_SAVING = Lock()


@dataclass(frozen=True)
class Refused:
    """Hold why nothing was saved: in a sentence, and by field; ``entered`` is shown again."""

    status: int
    message: str
    faults: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, str] = field(default_factory=dict)


class SettingsPages(Page):
    """Show and take what is set for an assignment."""

    async def get(self, course: str, assignment: str) -> None:
        """Answer with the forms."""
        view = await self._view(course, assignment)
        saved = wording.SAVED.get(self.get_query_argument("saved", ""), "")
        self.write_page(replace(view, saved=saved))

    async def post(self, course: str, assignment: str) -> None:
        """Save what one of the forms says, and show the page; 400 or 409 when it is refused."""
        saves: dict[str, Callable[[str, str], Refused | None]] = {
            "policy": self._save_policy,
            "extension": self._extend,
            "take-back": self._take_back,
        }
        name = self.sent("form")
        if name not in saves:
            raise HTTPError(400)
        refused = await self.blocking(saves[name], course, assignment)
        if refused is not None:
            self.set_status(refused.status)
            self.write_page(await self._view(course, assignment, refused))
            return
        self.site.dispatcher.refresh(course, assignment)
        address = Addresses(self.base).settings(course, assignment)
        self.redirect(f"{address}?{urlencode({'saved': name})}", status=303)

    def sent(self, name: str) -> str:
        """Return a field; raises HTTPError when it is missing, or longer than anybody enters."""
        text = self.get_body_argument(name)
        if len(text) > _MOST_CHARS:
            raise HTTPError(400)
        return text

    def zone(self) -> str:
        """Return in which zone the times are; raises HTTPError for one that there is not."""
        zone = self.sent("zone")
        if zone not in forms.ZONES:
            raise HTTPError(400)
        return zone

    # ---- what is saved

    def _save_policy(self, course: str, assignment: str) -> Refused | None:
        sent, zone = {key: self.sent(key) for key in forms.FIELDS}, self.zone()
        based, store = self.sent("based"), self.site.service.store
        with _SAVING:
            now = store.policy(course, assignment)
            tree = forms.tree(sent, zone, now)
            try:
                policy = policies.from_json(tree)
            except InstructorError:
                policy = None
            # What is sent twice is saved once.
            if policy == now:
                return None
            if based != forms.digest(now):
                return Refused(409, wording.CHANGED_MEANWHILE)
            if policy is None:
                again = {key: forms.entered(sent[key], tree[key]) for key in forms.TIMES}
                return Refused(400, wording.NOT_SAVED, forms.faults(tree), sent | again)
            store.set_policy(course, assignment, policy, at=datetime.now(UTC), by=self.person.name)
        return None

    def _extend(self, course: str, assignment: str) -> Refused | None:
        student, until = self.sent("student"), self.sent("until")
        told = forms.time(until, self.zone())
        faults = {}
        if not can_be_folder(student):
            faults["student"] = wording.fault("student")
        try:
            when = times.parse(told)
        except InstructorError:
            faults["until"] = wording.fault("until")
        if faults:
            again = {"student": student, "until": forms.entered(until, told)}
            return Refused(400, wording.NOT_SAVED, faults, again)
        self._set_extension(course, assignment, student, when)
        return None

    def _take_back(self, course: str, assignment: str) -> Refused | None:
        student = self.get_query_argument("student", strip=False)
        if student in self.site.service.store.extensions(course, assignment):
            self._set_extension(course, assignment, student, None)
        return None

    def _set_extension(
        self, course: str, assignment: str, student: str, until: datetime | None
    ) -> None:
        self.site.service.store.set_extension(
            course, assignment, student, until, at=datetime.now(UTC), by=self.person.name
        )

    # ---- what is shown

    async def _view(
        self, course: str, assignment: str, refused: Refused | None = None
    ) -> SettingsPage:
        students = await self.site.roster.students(course)
        return await self.blocking(self._made, course, assignment, students, refused)

    def _made(
        self,
        course: str,
        assignment: str,
        students: Collection[str] | None,
        refused: Refused | None,
    ) -> SettingsPage:
        store = self.site.service.store
        policy = store.policy(course, assignment)
        handed_in = {each.student for each in store.newest_attempts(course, assignment)}
        known = handed_in.union(students or ())
        unknown = "nothing handed in yet" if students is None else "not in the class at the hub"
        is_released = store.release(course, assignment) is not None
        told = refused or Refused(200, "")
        return SettingsPage(
            self.person.name,
            course,
            assignment,
            is_released=is_released,
            has_class=is_released or bool(handed_in),
            values={**forms.values(policy), "student": "", "until": "", **told.entered},
            based=forms.digest(policy),
            policy=wording.policy_sentences(policy),
            opens=wording.moment(policy.opens) if policy.opens else None,
            due=wording.moment(policy.due) if policy.due else None,
            closes=wording.moment(policy.closes) if policy.closes else None,
            extensions=tuple(
                ExtensionRow(
                    name,
                    wording.moment(until),
                    _note(policy, until) or ("" if name in known else unknown),
                )
                for name, until in sorted(store.extensions(course, assignment).items())
            ),
            names=tuple(sorted(known)),
            refused=told.message,
            faults=told.faults,
        )


def _note(policy: Policy, until: datetime) -> str:
    """Return that an extension has no effect, or nothing."""
    due, closes = policies.due_for(policy, until), policies.closes_for(policy, until)
    if (due, closes) != (policy.due, policy.closes):
        return ""
    return "changes nothing: no due or closing time is earlier"
