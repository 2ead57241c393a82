package githubtest

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// description is GitHub's own, trimmed to what is asked; see testdata/README.md.
//
//go:embed testdata/openapi.json.gz
var description []byte

// operation is one of the description.
type operation struct {
	Parameters []parameter
	Responses  map[string]struct{ Value json.RawMessage }
}

type parameter struct {
	Name   string
	In     string
	Schema struct {
		Type    string
		Enum    []string
		Maximum int
	}
}

// pathsOf reads the description, once; nobody changes what it returns.
var pathsOf = sync.OnceValues(func() (map[string]map[string]operation, error) {
	reader, err := gzip.NewReader(bytes.NewReader(description))
	if err != nil {
		return nil, err
	}
	var whole struct {
		Paths map[string]map[string]operation
	}
	err = json.NewDecoder(reader).Decode(&whole)
	return whole.Paths, err
})

// Endpoints are the paths of the description, sorted.
func (s *Server) Endpoints() []string { return slices.Sorted(maps.Keys(s.paths)) }

// Example is a copy of the example answer of an endpoint.
func (s *Server) Example(endpoint string) any {
	s.t.Helper()
	for _, code := range []string{"200", "201"} {
		if text := s.paths[endpoint]["get"].Responses[code].Value; text != nil {
			var out any
			if err := json.Unmarshal(text, &out); err != nil {
				s.t.Fatal(err)
			}
			return out
		}
	}
	s.t.Fatalf("the description has no example for %s", endpoint)
	return nil
}

// endpoint is the path of the description that a path belongs to, or "".
func (s *Server) endpoint(path string) string {
	best, literal := "", -1
	have := strings.Split(path, "/")
	for candidate := range s.paths {
		if strings.Count(candidate, "/") != len(have)-1 {
			continue
		}
		want := strings.Split(candidate, "/")
		same, fits := 0, len(want) == len(have)
		for i := 0; fits && i < len(want); i++ {
			if !strings.HasPrefix(want[i], "{") {
				fits = want[i] == have[i]
				same++
			}
		}
		if fits && same > literal {
			best, literal = candidate, same
		}
	}
	return best
}

// hold holds a request against the description.
func (s *Server) hold(endpoint string, r *http.Request) {
	op, known := s.paths[endpoint][strings.ToLower(r.Method)]
	if !known {
		s.t.Errorf("the description has no %s %s", r.Method, endpoint)
		return
	}
	for name, values := range r.URL.Query() {
		found := false
		for _, p := range op.Parameters {
			if p.In != "query" || p.Name != name {
				continue
			}
			found = true
			n, err := strconv.Atoi(values[0])
			switch {
			case len(p.Schema.Enum) > 0 && !slices.Contains(p.Schema.Enum, values[0]):
				s.t.Errorf("%s?%s: the description does not know the value %q", endpoint, name, values[0])
			case p.Schema.Type == "integer" && err != nil, p.Schema.Maximum > 0 && n > p.Schema.Maximum:
				s.t.Errorf("%s?%s: %q is no number that the description allows", endpoint, name, values[0])
			}
		}
		if !found {
			s.t.Errorf("%s: the description does not know the parameter %s", endpoint, name)
		}
	}
	if accept := r.Header.Get("Accept"); accept != "application/vnd.github+json" {
		s.t.Errorf("%s: the request accepts %q", endpoint, accept)
	}
}
