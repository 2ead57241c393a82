package aws

// Distribution is one distribution of CloudFront. Source: cloudfront:ListDistributions, GetDistributionConfig,
// logs:DescribeDeliverySources, DescribeDeliveries.
type Distribution struct {
	Enabled bool     `json:"enabled"`
	Domain  string   `json:"domain"`
	Aliases []string `json:"aliases"`
	// Logging is "standard" for logs in a bucket, "delivery" for those that CloudWatch Logs delivers, or null for none.
	Logging *string `json:"logging"`
	// WebACL is the list of AWS WAF that guards it, or null.
	WebACL *string `json:"web_acl"`
	// MinimumTLS is for example "TLSv1.2_2021"; it counts for aliases only. OwnCertificate is false with CloudFront's.
	MinimumTLS     *string `json:"minimum_tls"`
	OwnCertificate bool    `json:"own_certificate"`
	// DefaultRoot is what is sent for the root of the site, or null.
	DefaultRoot *string `json:"default_root"`
	// Behaviours are the default one, whose path is "*", and the others by their path.
	Behaviours []Behaviour `json:"behaviours"`
	Origins    []Source    `json:"origins"`
}

// Behaviour is what happens to the calls of a path. Callers is "allow-all", "https-only" or "redirect-to-https".
type Behaviour struct {
	Path    string `json:"path"`
	Origin  string `json:"origin"`
	Callers string `json:"callers"`
}

// Source is one origin of a distribution. Protocol is how a server of one's own is asked, "http-only", "https-only" or
// "match-viewer", or null for a bucket; Signed is true when a bucket is asked by an identity of the distribution's own.
type Source struct {
	ID       string  `json:"id"`
	Domain   string  `json:"domain"`
	Protocol *string `json:"protocol"`
	Bucket   bool    `json:"bucket"`
	Signed   bool    `json:"signed"`
}

// Stage is one stage of an API of API Gateway, of version 1 (REST) or 2 (HTTP, WEBSOCKET).
// Source: apigateway:GetRestApis, GetResources, GetStages; apigatewayv2:GetApis, GetRoutes, GetStages (IAM action apigateway:GET).
type Stage struct {
	API string `json:"api"`
	// Protocol is "REST", "HTTP" or "WEBSOCKET"; Private is true when only networks of one's own reach it.
	Protocol string `json:"protocol"`
	Private  bool   `json:"private"`
	// AccessLog is where calls are logged, or null.
	AccessLog *string `json:"access_log"`
	// Tracing is true when X-Ray follows calls; only REST has it.
	Tracing bool `json:"tracing"`
	// WebACL is the list of AWS WAF that guards it, or null; only REST has it.
	WebACL *string `json:"web_acl"`
	// CacheOpen is true when answers are kept without encryption; only REST keeps any.
	CacheOpen bool `json:"cache_open"`
	// Throttled is true when the stage has a limit of calls of its own.
	Throttled bool `json:"throttled"`
	// Policy is the API's resource policy; empty when there is none. Only REST has one.
	Policy []Statement `json:"policy"`
	// Open are the methods or routes of the API for which nobody has to sign in, for example "GET /pets", sorted. Answers to OPTIONS
	// are not counted, because browsers ask without signing in, nor those that want an API key. Of a WebSocket API only the
	// route "$connect" can ask. They are the API's as it stands; a stage has those of its last deployment.
	Open []string `json:"open"`
}
