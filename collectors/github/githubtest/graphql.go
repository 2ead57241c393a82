package githubtest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed testdata/schema.graphql
var schemaText string

// GraphQL is what the server calls the endpoint of GraphQL in Asked and Instead.
const GraphQL = "/graphql"

// maxNodes is how many nodes one document may ask for, and maxPage how many one connection. Source: GitHub Docs, Rate limits
// and query limits for the GraphQL API.
const (
	maxNodes = 500_000
	maxPage  = 100
)

// A connection is a list that is paged.
type connection []any

// A resolver is a member of an object that depends on its arguments.
type resolver func(arguments Object) any

// A GraphError is what a test has a field say instead: the field is null, with this error at its path; without one where it has no
// message.
type GraphError struct{ Type, Message string }

// An execution answers one document.
type execution struct {
	s         *Server
	schema    *ast.Schema
	variables Object
	errors    []Object
}

// schemaOf reads the schema, once; nobody changes what it returns.
var schemaOf = sync.OnceValues(func() (*ast.Schema, error) {
	return gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: schemaText})
})

// graphql answers a document from the same state as all else.
func (s *Server) graphql(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Query     string
		Variables Object
	}
	text, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(text, &asked) != nil {
		s.write(w, r, Refusal(400, "Problems parsing JSON"), false)
		return
	}
	schema, err := schemaOf()
	if err != nil {
		s.t.Fatal(err)
	}
	document, problems := gqlparser.LoadQuery(schema, asked.Query)
	if problems != nil {
		s.t.Errorf("GitHub's schema does not take the document: %v\n%s", problems, asked.Query)
		s.write(w, r, Refusal(400, "A query attribute must be specified"), false)
		return
	}
	s.mu.Lock()
	s.documents = append(s.documents, asked.Query)
	s.mu.Unlock()
	e := &execution{s: s, schema: schema, variables: asked.Variables}
	operation := document.Operations[0]
	nodes, connections := e.nodes(operation.SelectionSet, 1)
	s.mu.Lock()
	s.points += max(1, (connections+50)/100)
	s.mu.Unlock()
	if nodes > maxNodes {
		body, _ := json.Marshal(Object{"errors": []any{Object{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": fmt.Sprintf("This query requests up to %d possible nodes which exceeds the maximum limit of 500,000.", nodes)}}})
		s.write(w, r, Answer{Status: 200, Body: string(body)}, false)
		return
	}
	data, _ := e.selection(operation.SelectionSet, s.root(), nil)
	answer := Object{"data": data}
	if len(e.errors) > 0 {
		answer["errors"] = e.errors
	}
	body, err := json.Marshal(answer)
	if err != nil {
		s.t.Error(err)
	}
	s.write(w, r, Answer{Status: 200, Body: string(body)}, false)
}

// nodes counts what a selection may ask for, and the connections that this takes, of which 100 cost a point; it holds each connection
// against GitHub's limits. Source: GitHub Docs, Rate limits and query limits for the GraphQL API.
func (e *execution) nodes(set ast.SelectionSet, times int) (sum, connections int) {
	for _, one := range set {
		below, inner := times, ast.SelectionSet(nil)
		switch one := one.(type) {
		case *ast.FragmentSpread:
			inner = one.Definition.SelectionSet
		case *ast.InlineFragment:
			inner = one.SelectionSet
		case *ast.Field:
			if inner = one.SelectionSet; one.Definition.Arguments.ForName("first") != nil {
				arguments := one.ArgumentMap(e.variables)
				n, _ := strconv.Atoi(fmt.Sprint(arguments["first"]))
				if arguments["first"] == nil {
					n, _ = strconv.Atoi(fmt.Sprint(arguments["last"]))
				}
				if n < 1 || n > maxPage {
					e.s.t.Errorf("%s asks for %d, and GitHub wants a number of 1 to %d", one.Name, n, maxPage)
				}
				below = times * n
				sum += below
				connections += times
			}
		}
		n, c := e.nodes(inner, below)
		sum, connections = sum+n, connections+c
	}
	return sum, connections
}

// selection answers a selection of an object; ok is false when a field below is null that may not be.
func (e *execution) selection(set ast.SelectionSet, of Object, path []any) (out Object, ok bool) {
	out, ok = Object{}, true
	for _, one := range set {
		inner := ast.SelectionSet(nil)
		switch one := one.(type) {
		case *ast.FragmentSpread:
			inner = one.Definition.SelectionSet
		case *ast.InlineFragment:
			if e.is(of, one.TypeCondition) {
				inner = one.SelectionSet
			}
		case *ast.Field:
			value, fine := e.field(one, of, append(path[:len(path):len(path)], one.Alias))
			out[one.Alias] = value
			ok = ok && fine
		}
		part, fine := Object{}, true
		if inner != nil {
			part, fine = e.selection(inner, of, path)
		}
		for name, value := range part {
			out[name] = value
		}
		ok = ok && fine
	}
	return out, ok
}

// is says whether an object is of a type, or of one that has its face.
func (e *execution) is(of Object, name string) bool {
	for _, possible := range e.schema.GetPossibleTypes(e.schema.Types[name]) {
		if possible.Name == of["__typename"] {
			return true
		}
	}
	return name == of["__typename"]
}

func (e *execution) field(f *ast.Field, of Object, path []any) (any, bool) {
	if f.Name == "__typename" {
		return of["__typename"], true
	}
	if e.s.Field != nil {
		if bad := e.s.Field(f.ObjectDefinition.Name+"."+f.Name, path); bad != nil {
			if bad.Message != "" {
				e.errors = append(e.errors, Object{"type": bad.Type, "message": bad.Message, "path": path})
			}
			return nil, !f.Definition.Type.NonNull
		}
	}
	value, there := of[f.Name]
	if !there {
		e.s.t.Errorf("the stand-in has no %s.%s", of["__typename"], f.Name)
	}
	arguments := f.ArgumentMap(e.variables)
	if resolve, is := value.(resolver); is {
		value = resolve(arguments)
	}
	if missing, is := value.(GraphError); is {
		e.errors = append(e.errors, Object{"type": missing.Type, "message": missing.Message, "path": path})
		value = nil
	}
	if list, is := value.(connection); is {
		value = paged(list, arguments)
	}
	return e.complete(f, f.Definition.Type, value, path)
}

// complete answers what is below a value.
func (e *execution) complete(f *ast.Field, t *ast.Type, value any, path []any) (any, bool) {
	switch value := value.(type) {
	case nil:
		return nil, !t.NonNull
	case Object:
		out, ok := e.selection(f.SelectionSet, value, path)
		if !ok {
			return nil, !t.NonNull
		}
		return out, true
	case []any:
		out := make([]any, len(value))
		for i, item := range value {
			one, ok := e.complete(f, t.Elem, item, append(path[:len(path):len(path)], i))
			if !ok {
				return nil, !t.NonNull
			}
			out[i] = one
		}
		return out, true
	}
	return value, true
}

// paged is the part of a connection that is asked for.
func paged(list connection, arguments Object) Object {
	part := []any(list)
	if n, err := strconv.Atoi(fmt.Sprint(arguments["first"])); err == nil {
		part = part[:min(n, len(part))]
	} else if n, err := strconv.Atoi(fmt.Sprint(arguments["last"])); err == nil {
		part = part[len(part)-min(n, len(part)):]
	}
	return Object{"__typename": "Connection", "nodes": part, "edges": part, "totalCount": len(list)}
}

// Documents are the queries that were asked, in order.
func (s *Server) Documents() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.documents...)
}

// isGraphQL says whether a request goes to GraphQL, which has another base than the rest on a server of an enterprise.
func (s *Server) isGraphQL(r *http.Request) bool {
	base := strings.TrimSuffix(s.Base, "/v3")
	return r.Method == http.MethodPost && r.URL.Path == base+GraphQL
}
