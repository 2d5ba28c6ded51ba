"""Order logs of a year that a test draws at random: few or many clients, purchases, refunds and a region of each."""

from hypothesis import strategies as st


def logs(clients):
    """Logs of at most so many clients, as columns; amounts are whole and never 0."""
    order = st.tuples(
        st.integers(0, clients - 1), st.integers(1, 12), st.integers(1, 28), st.integers(-300, 900).filter(bool)
    )
    return st.lists(order, min_size=1, max_size=90).map(
        lambda rows: {
            "client": [f"c{client:02d}" for client, *_ in rows],
            "date": [f"2023-{month:02d}-{day:02d}" for _, month, day, _ in rows],
            "amount": [amount for *_, amount in rows],
            "Region": [f"region {client % 3}" for client, *_ in rows],
        }
    )
