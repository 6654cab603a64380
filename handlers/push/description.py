"""What can be asked over HTTP, as OpenAPI 3.1 has it."""

from __future__ import annotations

from typing import Any

from bot.model.arrival import ArrivalState
from handlers.push.keys import SIGNATURE, TIMESTAMP
from handlers.push.problems import KIND

_PROBLEM = {"$ref": "#/components/responses/Problem"}


def describe(*, version: str, most_bytes: int) -> dict[str, Any]:
    """Return the description."""
    texts = {
        "id": "What the article is called where it comes from.",
        "url": "Its address.",
        "title": "Its headline.",
        "publisher": "Who published it.",
        "author": "Who wrote it.",
        "published": "When, as 2024-03-01 or 2024-03-01T18:30:00Z; the time of the request where it is missing.",
        "text": "The article, as plain text.",
        "html": "The article's page, where there is no text.",
        "language": "Its language; English is read.",
    }
    article = {
        "type": "object",
        "properties": {name: {"type": "string", "description": said} for name, said in texts.items()},
        "anyOf": [{"required": ["text"]}, {"required": ["html"]}],
    }
    standing = {
        "type": "object",
        "required": ["id", "state", "received_at"],
        "properties": {
            "id": {"type": "string", "description": "The article's id; it follows from publisher and text."},
            "state": {"type": "string", "enum": [state.value for state in ArrivalState]},
            "received_at": {"type": "string", "format": "date-time"},
            "done_at": {"type": ["string", "null"], "format": "date-time"},
            "reason": {"type": ["string", "null"], "description": "Why it was set aside, or is tried again."},
        },
    }
    stands = {"application/json": {"schema": {"$ref": "#/components/schemas/Standing"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Claimwatch", "version": version, "description": "Hands articles over to Claimwatch."},
        "security": [{"token": []}, {"signature": [], "timestamp": []}],
        "paths": {
            "/articles": {
                "post": {
                    "summary": "Hand over an article.",
                    "description": f"It is accepted once, however often it comes. At most {most_bytes} bytes.",
                    "operationId": "postArticle",
                    "parameters": [
                        {
                            "name": "Idempotency-Key",
                            "in": "header",
                            "description": "The same key with another body is refused.",
                            "schema": {"type": "string", "minLength": 1, "maxLength": 255},
                        }
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Article"}}},
                    },
                    "responses": {
                        "202": {
                            "description": "It is accepted, and will be read whatever happens to the program.",
                            "headers": {"Location": {"schema": {"type": "string"}}},
                            "content": stands,
                        },
                        **dict.fromkeys(("400", "401", "413", "415", "422", "503"), _PROBLEM),
                    },
                }
            },
            "/articles/{id}": {
                "get": {
                    "summary": "Ask what has become of an article.",
                    "operationId": "getArticle",
                    "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                    "responses": {
                        "200": {"description": "How it stands.", "content": stands},
                        **dict.fromkeys(("401", "404"), _PROBLEM),
                    },
                }
            },
        },
        "components": {
            "schemas": {
                "Article": article,
                "Standing": standing,
                "Problem": {
                    "type": "object",
                    "required": ["title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                    },
                },
            },
            "responses": {
                "Problem": {
                    "description": "What went wrong.",
                    "content": {KIND: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
            },
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "signature": {
                    "type": "apiKey",
                    "in": "header",
                    "name": SIGNATURE,
                    "description": "sha256= and the HMAC-SHA256, in hexadecimal digits, of timestamp, dot and body.",
                },
                "timestamp": {"type": "apiKey", "in": "header", "name": TIMESTAMP},
            },
        },
    }
