"""scikit-learn's side of bench/tfidf.ts: `python tfidf.py <texts.json> <repeats>` prints the seconds of each fit and
transform as JSON."""

import json
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer

with open(sys.argv[1], encoding="utf-8") as file:
    texts = json.load(file)

seconds = []
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    vectorizer = TfidfVectorizer(sublinear_tf=True, max_df=0.5, min_df=5, stop_words="english")
    vectorizer.fit_transform(texts["train"])
    vectorizer.transform(texts["test"])
    seconds.append(time.perf_counter() - start)
print(json.dumps(seconds))
