"""Working visits: asked for or offered, matched by reasons, agreed by both, with a mixed delegation."""
