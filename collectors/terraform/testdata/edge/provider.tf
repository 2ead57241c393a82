# The edge for the tests: the kinds through which the world comes in. Their plan is ../edge.json. Nothing of it is ever made at AWS: AWS_ENDPOINT_URL leads elsewhere.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
}
