"""Which demo role one steps into."""

from django import forms

from communityup.people.models import Person


class RoleForm(forms.Form):
    """One person of the demo."""

    person = forms.ModelChoiceField(queryset=Person.objects.filter(is_demo=True, is_active=True))
