namespace NVirt.RelaxNg.Tests;

/// <summary>Short forms for schemas and their errors.</summary>
internal static class Documents
{
    /// <summary>A schema from patterns, in the namespace of RELAX NG and with the data types of XML Schema.</summary>
    public static RelaxNgSchema Schema(string patterns) => RelaxNgSchema.Parse(
        $"<grammar xmlns='http://relaxng.org/ns/structure/1.0' "
            + $"datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'><start>{patterns}</start></grammar>");

    /// <summary>The errors of a document as text, with their positions.</summary>
    public static string[] Errors(string patterns, string document) => [.. Schema(patterns).Validate(document).Select(e => e.ToString())];

    /// <summary>The only error of a document.</summary>
    public static RelaxNgError Error(string patterns, string document) => Assert.Single(Schema(patterns).Validate(document, "doc.xml"));
}
