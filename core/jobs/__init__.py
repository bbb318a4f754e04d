"""Trainings as jobs on a Dask cluster: submitted, waited for, looked after."""
