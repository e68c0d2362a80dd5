package dev.tidewatch.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Every REST path lies under {@code /api}. */
@ApplicationPath("api")
public class RestRoot extends Application {}
