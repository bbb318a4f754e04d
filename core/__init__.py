"""Everything in Digit Lab that is true without a browser. Nothing here imports Streamlit."""
