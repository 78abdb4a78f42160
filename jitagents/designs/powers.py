"""Powers of 2, of which points of Sobol's sequence are balanced."""

from jitagents.errors import InputError


def check_power(owner: object, name: str, value: object) -> None:
    """Check that a whole number is a power of 2; of other kinds nothing is said.

    Raises:
        InputError: it is not.
    """
    if not isinstance(value, int | float) or isinstance(value, bool) or value % 1 or value < 2:
        return
    count = int(value)
    if count & (count - 1):
        low = 1 << (count.bit_length() - 1)
        raise InputError(f"{type(owner).__name__}.{name} = {count}: must be a power of 2, as {low} or {2 * low}")
