// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The files of a verdict as documents, each asserted to be a valid one. */
final class VerdictDocuments {
  private VerdictDocuments() {}

  /** JUnit XML: as its schema says, and with the right counts. */
  static Document junit(Path file) throws Exception {
    String junit = Files.readString(file);
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(
            new StreamSource(
                VerdictDocuments.class.getResourceAsStream(
                    "/org/noisygd/verdict/report/junit.xsd")))
        .newValidator()
        .validate(new StreamSource(new StringReader(junit)));
    Document document = parse(junit);
    counts(document.getDocumentElement());
    NodeList suites = document.getElementsByTagName("testsuite");
    for (int i = 0; i < suites.getLength(); i++) {
      counts((Element) suites.item(i));
    }
    return document;
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  /** The counts of an element are those of its test cases. */
  private static void counts(Element element) {
    assertEquals(element.getAttribute("tests"), count(element, "testcase"));
    assertEquals(element.getAttribute("failures"), count(element, "failure"));
    assertEquals(element.getAttribute("errors"), count(element, "error"));
    assertEquals(element.getAttribute("skipped"), count(element, "skipped"));
  }

  private static String count(Element element, String name) {
    return String.valueOf(element.getElementsByTagName(name).getLength());
  }

  /** The page: well-formed, every element closed, without a script and anything from outside. */
  static Document html(Path file) throws Exception {
    String page = Files.readString(file).replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
    assertTrue(page.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
    assertFalse(
        Pattern.compile("(?i)https?:|url\\(|@import|javascript:").matcher(page).find(), page);
    Document document =
        parse(page.replaceFirst("<!DOCTYPE html>", "").replaceAll("<(meta [^>]*|br)>", "<$1/>"));
    Set<String> known =
        new TreeSet<>(
            List.of(
                ("html head meta title style body main h1 h2 h3 p div span strong code br a ul li"
                        + " dl dt dd table thead tbody tr th td pre details summary figure figcaption"
                        + " svg g desc path circle rect line text")
                    .split(" ")));
    elements(document.getDocumentElement(), known);
    return document;
  }

  private static void elements(Element element, Set<String> known) {
    assertTrue(known.contains(element.getTagName()), element.getTagName());
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      Node attribute = element.getAttributes().item(i);
      assertFalse(attribute.getNodeName().startsWith("on"), attribute.getNodeName());
      assertTrue(
          !attribute.getNodeName().equals("href") || attribute.getNodeValue().startsWith("#"));
    }
    for (int i = 0; i < element.getChildNodes().getLength(); i++) {
      if (element.getChildNodes().item(i) instanceof Element child) {
        elements(child, known);
      }
    }
  }
}
