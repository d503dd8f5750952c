"""Where a picture is shown: in a Streamlit page, on a page of its own; and the files that both need."""
