"""The end of a dossier: return of the result, withdrawal and stop."""
