"""Makes what is deployed: the package of a stage, and the artefact with its bill of materials."""
