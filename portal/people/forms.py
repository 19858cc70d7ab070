"""Forms of the people room."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from portal.i18n import lazy
from portal.people.rules import SHORTEST_PASSWORD

NEEDED = lazy("Please fill this in.")


class SignInForm(FlaskForm):
    """Address and password."""

    email = StringField(
        lazy("E-mail address"), [DataRequired(NEEDED), Length(max=254)], render_kw={"autocomplete": "username", "type": "email"}
    )
    password = PasswordField(
        lazy("Password"), [InputRequired(NEEDED), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class PasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        lazy("New password"),
        [
            InputRequired(NEEDED),
            Length(
                min=SHORTEST_PASSWORD,
                max=200,
                message=lazy(
                    "A password needs at least %(n)s characters. Three or four words are easy to remember.", n=SHORTEST_PASSWORD
                ),
            ),
        ],
        description=lazy("At least %(n)s characters. Three or four words are easy to remember.", n=SHORTEST_PASSWORD),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy("The same again"),
        [EqualTo("password", lazy("The two passwords differ. Type the same twice."))],
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(PasswordForm):
    """The present password, then a new one."""

    present = PasswordField(lazy("Present password"), [InputRequired(NEEDED)], render_kw={"autocomplete": "current-password"})


class AccommodationForm(FlaskForm):
    """A wish for more time or another form."""

    wish = TextAreaField(lazy("What would help you?"), [DataRequired(NEEDED), Length(max=2000)])
