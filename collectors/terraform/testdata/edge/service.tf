resource "aws_acm_certificate" "asked" {
  domain_name       = "edge.example.org"
  validation_method = "DNS"
  key_algorithm     = "EC_prime256v1"
}

resource "aws_iam_role" "function" {
  name = "assize-function"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_lambda_function" "open" {
  function_name = "assize-open"
  role          = aws_iam_role.function.arn
  runtime       = "python3.13"
  handler       = "handler.handler"
  filename      = "${path.module}/handler.zip"
}

resource "aws_lambda_permission" "open" {
  function_name = aws_lambda_function.open.function_name
  action        = "lambda:InvokeFunction"
  principal     = "*"
}

resource "aws_lambda_function_url" "open" {
  function_name      = aws_lambda_function.open.function_name
  authorization_type = "NONE"
}

resource "aws_lambda_function" "closed" {
  function_name = "assize-closed"
  role          = aws_iam_role.function.arn
  runtime       = "python3.8"
  handler       = "handler.handler"
  filename      = "${path.module}/handler.zip"
}

resource "aws_lambda_permission" "closed" {
  function_name  = "assize-closed"
  action         = "lambda:InvokeFunction"
  principal      = "s3.amazonaws.com"
  source_account = "123456789012"
  source_arn     = "arn:aws:s3:::some-bucket"
  depends_on     = [aws_lambda_function.closed]
}

resource "aws_api_gateway_rest_api" "shop" {
  name = "assize-shop"
}

resource "aws_api_gateway_resource" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = "goods"
}

resource "aws_api_gateway_method" "shop" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_resource.shop.id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  resource_id = aws_api_gateway_resource.shop.id
  http_method = aws_api_gateway_method.shop.http_method
  type        = "MOCK"
}

resource "aws_api_gateway_deployment" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  depends_on  = [aws_api_gateway_integration.shop]
}

resource "aws_api_gateway_stage" "good" {
  rest_api_id          = aws_api_gateway_rest_api.shop.id
  deployment_id        = aws_api_gateway_deployment.shop.id
  stage_name           = "good"
  xray_tracing_enabled = true
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.calls.arn
    format          = "$context.requestId"
  }
}

resource "aws_api_gateway_stage" "bad" {
  rest_api_id           = aws_api_gateway_rest_api.shop.id
  deployment_id         = aws_api_gateway_deployment.shop.id
  stage_name            = "bad"
  cache_cluster_enabled = true
  cache_cluster_size    = "0.5"
}

resource "aws_api_gateway_method_settings" "bad" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.bad.stage_name
  method_path = "*/*"
  settings {
    caching_enabled      = true
    cache_data_encrypted = false
  }
}

resource "aws_cloudwatch_log_group" "calls" {
  name = "assize-calls"
}

resource "aws_apigatewayv2_api" "light" {
  name          = "assize-light"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "light" {
  api_id = aws_apigatewayv2_api.light.id
  name   = "live"
  default_route_settings {
    throttling_rate_limit  = 10
    throttling_burst_limit = 20
  }
}
