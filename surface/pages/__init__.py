"""The pages, in Streamlit: Explore and Lessons, and the controls that they share."""
