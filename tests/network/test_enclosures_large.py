"""A file that is far too large fills no disk, gets its sentence, and loses nothing that was typed."""

from typing import Any

import pytest

from communityup.base.documents import LARGEST
from communityup.base.uploads import MOST
from communityup.files.forms import DocumentField
from tests import make
from tests.make_files import FILE_TITLE, sent
from tests.make_network import browser
from tests.make_practice import at, two, written

pytestmark = pytest.mark.django_db


def test_no_more_of_a_file_is_kept_while_it_comes_in_than_a_little_over_the_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _made, first, _second = two()
    practice = written(first, make.amina())
    kept = list[int]()

    def counted(self: DocumentField, data: Any, initial: Any = None) -> Any:
        kept.append(data.size)
        return clean(self, data, initial)

    clean = DocumentField.clean
    monkeypatch.setattr(DocumentField, "clean", counted)
    given = {"title": FILE_TITLE, "document": sent(b"a" * (12 * 1024 * 1024))}
    answer = browser(make.amina()).post(at(practice, "bestand/"), given)
    assert answer.status_code == 422
    assert "groter dan 2 MB" in answer.content.decode()
    assert f'value="{FILE_TITLE}"' in answer.content.decode()
    assert LARGEST < kept[0] <= MOST + 64 * 1024
