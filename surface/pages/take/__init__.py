"""What a visitor takes along: a link, a page, each offered by a row of one menu."""
