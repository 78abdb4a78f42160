"""Teaching: quizzes whose answers the engine gives, and a contest of the rules of a class."""
