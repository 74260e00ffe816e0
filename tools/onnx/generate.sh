#!/usr/bin/env bash
# Makes src/core/models/onnx/onnxGraph_pb.ts from onnxGraph.proto. Needs protoc (for instance Python's grpcio-tools).
set -euo pipefail
cd "$(dirname "$0")/../.."
${PROTOC:-python3 -m grpc_tools.protoc} -I tools/onnx --plugin=protoc-gen-es=node_modules/.bin/protoc-gen-es \
  --es_out=src/core/models/onnx --es_opt=target=ts tools/onnx/onnxGraph.proto
