package opa

import (
	"cmp"
	"slices"
	"strings"
)

// didYouMean is a hint that names the words most like one that does not exist, or "" when none is.
func didYouMean(word string, known []string) string {
	if alike := nearest(word, known); len(alike) > 0 {
		return "did you mean " + strings.Join(alike, " or ") + "?"
	}
	return ""
}

// nearest are at most three of the known words that a typing mistake could have turned into word, nearest first.
func nearest(word string, known []string) []string {
	type candidate struct {
		word string
		far  int
	}
	var found []candidate
	for _, k := range known {
		far := distance(word, k)
		if far <= max(1, len(word)/3) || len(word) > 2 && strings.Contains(k, word) {
			found = append(found, candidate{k, far})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.word, b.word)) })
	var out []string
	for _, c := range found {
		if c.far > found[0].far || len(out) == 3 {
			break
		}
		out = append(out, c.word)
	}
	return out
}

// distance is how many characters must be put in, taken out or changed, or swapped with their neighbour, to make one word of
// the other.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before, last []int
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before, last = last, row
		row = make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			change := 1
			if x[i] == y[j] {
				change = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+change)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(y)]
}
