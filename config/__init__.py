"""Settings, and the knowledge of the world that an analyst may edit: sides, assets, regions, verbs."""
