"""The peers app."""

from django.apps import AppConfig


class PeersConfig(AppConfig):
    """Learning questions: what members of a network search for together, answered with experiences."""

    name = "communityup.network.peers"

    def ready(self) -> None:
        """Put learning questions on the pages of a network, and a way to them in the directory of its members."""
        from communityup.network.members.queries import register_together
        from communityup.network.networks.queries import register_tab
        from communityup.network.peers import privacy, queries
        from communityup.network.peers.notices import register as register_notices
        from communityup.texts.queries import register_kinds

        for tab in queries.TABS:
            register_tab(tab)
        register_together("peers:ask")
        register_notices()
        register_kinds(*privacy.KINDS)
