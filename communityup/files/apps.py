"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files that people add: only documents, judged by what is in them, kept in the database and gone with it."""

    name = "communityup.files"
