"""What is published as catalogues of open data list it: DCAT, CKAN and the Thai GDC's fields."""
