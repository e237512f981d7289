"""What do we show of files: one of them, to who may read it. Their list stands on the page of the practice."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from communityup.files.models import File
from communityup.network.enclosures.permissions import may_take_along
from communityup.network.library.models import Enclosure
from communityup.network.members.permissions import Viewer
from communityup.network.networks.models import Network


def file_of(public_id: str, person: Viewer) -> tuple[File, str]:
    """Return a file of a practice and its title, for who may read it now; raises Http404 for everybody else."""
    found = Enclosure.objects.select_related("practice__network", "words__current", "file")
    one = get_object_or_404(found, public_id=public_id)
    if one.file is None or not one.can_be_read or not may_take_along(one.practice, person):
        raise Http404
    return one.file, str(one)


def enclosure_of(network: Network, public_id: str) -> Enclosure:
    """Return a file with a practice of this network by its id; raises Http404."""
    found = Enclosure.objects.select_related("practice__network__stream", "practice__member", "words__current")
    return get_object_or_404(found, practice__network=network, public_id=public_id)
