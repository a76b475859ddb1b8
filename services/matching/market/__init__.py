"""All of one side of the labour market in columns, searched exactly without scoring every pair."""
