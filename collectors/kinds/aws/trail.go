package aws

// Trail is one CloudTrail trail. Source: cloudtrail:DescribeTrails, GetTrailStatus, GetEventSelectors.
type Trail struct {
	HomeRegion string `json:"home_region"`
	// MultiRegion is true when it records all regions; Organization when it records all accounts of the organisation.
	MultiRegion  bool `json:"multi_region"`
	Organization bool `json:"organization"`
	// GlobalServices is true when it records IAM, STS and CloudFront.
	GlobalServices bool `json:"global_services"`
	Logging        bool `json:"logging"`
	// Validation is true when digests are written by which changed logs show.
	Validation bool    `json:"validation"`
	KMSKey     *string `json:"kms_key"`
	Bucket     string  `json:"bucket"`
	// LogGroup is the ARN of the CloudWatch log group that it also writes to, or null.
	LogGroup *string `json:"log_group"`
	// DeliveryError is why the last delivery failed, or null.
	DeliveryError *string `json:"delivery_error"`
	// Management says which calls of management it records.
	Management Recorded `json:"management"`
	// Data are the calls on data that it records.
	Data []DataEvents `json:"data"`
}

// Recorded says which calls are recorded.
type Recorded struct {
	Reads  bool `json:"reads"`
	Writes bool `json:"writes"`
}

// DataEvents are recorded calls on the data of one type of resource, for example "AWS::S3::Object". Resources are the ARNs, or
// their beginnings, to which it is limited; ["*"] is all of them. Narrowed is true when other conditions leave some out.
type DataEvents struct {
	Type      string   `json:"type"`
	Reads     bool     `json:"reads"`
	Writes    bool     `json:"writes"`
	Resources []string `json:"resources"`
	Narrowed  bool     `json:"narrowed"`
}
