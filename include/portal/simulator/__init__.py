"""A portal to pull from: both of the portal's interfaces over HTTP, with any volume of invented records.

A world (worlds/*.toml) says which agencies there are and how much they do; the seed decides the rest.
"""
