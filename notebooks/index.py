# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A course in twelve weeks
#
# Just-in-time, its crises, and the buffers between them: two hours of lecture and one hour of laboratory a week, for
# students who know a spreadsheet and twenty lines of Python. Every notebook tells a story, asks for a number before it
# runs, and takes some seconds; nothing needs a network.
#
# | week | topic | notebook or laboratory | exercise |
# |---|---|---|---|
# | 1 | flows, stock, Little's law | [A line of four] | pennies for 90 % of the throughput |
# | 2 | lot sizes, set-ups | [The price of a set-up] | halve the set-up cost: what stock is left? |
# | 3 | safety stock, measures of service | [Which service do you mean?] | size S for a fill rate of 98 % |
# | 4 | forecasts, irregular demand | [The forecast is wrong], [The behaviours] | parts that are seldom asked for |
# | 5 | bullwhip | `jitagents beer-game`; [The beer game, debriefed] | your own theta, alpha, beta |
# | 6 | pull: kanban, CONWIP, levelling | [Lower the water] | which rock to remove first |
# | 7 | push: planning, and its data | [The books and the truth] | how often to count |
# | 8 | purchasing: total cost, panel | [Near or far?], [How many suppliers?] | ships in a row; a dear supplier |
# | 9 | partnership, information | [Information or speed] | which term pays, and whom |
# | 10 | risk: time to survive, ripple | [A chip shortage], [Two fires] | days of chips that would have been enough |
# | 11 | hybrid buffers, readiness | [A second source, or a buffer?], [Which flow is ready?] | a backup awake |
# | 12 | roll-out, and the board | [Pilot, measure, extend] | a glide that spares the last supplier |
#
# For any week: [A rule in ten lines], of your own; [A pandemic in two waves]; [A port that closes].
#
# [A line of four]: line_of_four.ipynb
# [Which service do you mean?]: which_service.ipynb
# [The price of a set-up]: price_of_a_setup.ipynb
# [The forecast is wrong]: forecast_is_wrong.ipynb
# [A rule in ten lines]: rule_in_ten_lines.ipynb
# [The behaviours]: behaviours.ipynb
# [The beer game, debriefed]: beer_game_debrief.ipynb
# [Lower the water]: lower_the_water.ipynb
# [The books and the truth]: books_and_truth.ipynb
# [Near or far?]: near_or_far.ipynb
# [How many suppliers?]: how_many_suppliers.ipynb
# [Information or speed]: information_or_speed.ipynb
# [A chip shortage]: chip_shortage.ipynb
# [Two fires]: two_fires.ipynb
# [A second source, or a buffer?]: second_source_or_buffer.ipynb
# [Which flow is ready?]: which_flow_is_ready.ipynb
# [Pilot, measure, extend]: pilot_measure_extend.ipynb
# [A pandemic in two waves]: pandemic_in_two_waves.ipynb
# [A port that closes]: port_that_closes.ipynb

# %% [markdown]
# ## For the lecturer
#
# `jitagents notebooks DIR --without-solutions` copies all of this for a class: in place of each solution is an empty
# cell. `jitagents notebooks DIR` copies it as it is.
#
# `jitagents quiz SEED` prints ten questions; the numbers differ from seed to seed, so that every student has his own.
# `jitagents quiz SEED --answers` prints the answers and what is tolerated. `jitagents quiz 1 2 3 --csv` prints the
# questions of a class list as a table, and `--week 3` asks about one week.
#
# An hour of laboratory: ten minutes for the story and the number, which everybody writes down and one collects on the
# board; ten to run; twenty to explain the surprise; twenty for the exercise, in pairs.

# %% [markdown]
# ## The project
#
# Groups of three or four choose a network (their own in two CSV tables, or one of those that are there), a crisis, and
# a question that a board would ask. They hand in four pages and the command that makes every number in them.
#
# | points | insufficient | sound | excellent |
# |---|---|---|---|
# | question (15) | none, or a topic | one that a number can answer | and whose answer decides something |
# | model (25) | figures without origin | each is sourced or marked as assumed | and the assumed ones are varied |
# | evidence (30) | one run | replications, calm twins, intervals | paired differences, checked against a formula |
# | limits (15) | none | what is left out is told | and in which direction it moves the answer |
# | advice (15) | "it depends" | what to do, for whom, at which cost | and what would change it |
#
# A result against one's own prediction is worth as much as one that agrees with it.
