def told(cause):
    return f"{cause.amount:,.1f} {cause.kind} {cause.who} [{cause.item}] day {cause.day} units {cause.units:,.1f} {cause.note}"
