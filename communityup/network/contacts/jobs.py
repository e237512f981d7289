"""What happens by itself: messages are deleted after ninety days, and what people tell who act for nobody any more."""

from communityup.base.jobs import Job
from communityup.network.contacts import actions

JOBS = [Job(name="contacts.delete", every_seconds=3600, run=actions.delete_due)]
