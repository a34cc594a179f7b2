using NVirt.Testing;

namespace NVirt.RelaxNg.Tests;

/// <summary>A schema is refused with the position of the mistake.</summary>
public sealed class SchemaErrorTests
{
    [Fact]
    public void The_place_is_that_of_the_element()
    {
        RelaxNgSchemaException refused = Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Parse(
            "<grammar xmlns='http://relaxng.org/ns/structure/1.0'>\n  <start>\n    <ref name='b'/>\n  </start>\n</grammar>", "some.rng"));
        Assert.Equal(("some.rng", 3, 5), (refused.File, refused.Line, refused.Column));
        Assert.Equal("some.rng:3:5: \"b\" is not defined", refused.Message);
    }

    [Fact]
    public void The_file_is_the_one_that_is_wrong()
    {
        using TempFolder folder = new();
        string path =
            folder.Write("outer.rng", "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><include href='inner.rng'/></grammar>");
        string inner = folder.Write("inner.rng", "<grammar xmlns='http://relaxng.org/ns/structure/1.0'>\n<begin/></grammar>");
        RelaxNgSchemaException refused = Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Load(path));
        Assert.Equal((inner, 2, 1), (refused.File, refused.Line, refused.Column));
    }

    [Fact]
    public async Task A_stream_and_a_file_are_read_with_what_they_include()
    {
        using TempFolder folder = new();
        string path =
            folder.Write("outer.rng", "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><include href='inner.rng'/></grammar>");
        folder.Write("inner.rng",
            "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><element name='a'><empty/></element></start></grammar>");
        await using FileStream stream = File.OpenRead(path);
        Assert.Empty(RelaxNgSchema.Read(stream, path).Validate("<a/>"));
        Assert.Empty((await RelaxNgSchema.ReadFileAsync(path, cancellation: TestContext.Current.CancellationToken)).Validate("<a/>"));
        using CancellationTokenSource cancelled = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RelaxNgSchema.ReadFileAsync(path, OpenThenCancel, cancelled.Token));

        Stream? OpenThenCancel(string file)
        {
            cancelled.Cancel();
            return null;
        }
    }

    [Fact]
    public void A_restriction_names_the_element_that_breaks_it() => Assert.Equal(
        "2:1: attribute c occurs twice in a group",
        Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Parse(
            "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'>\n<element name='b'><attribute name='c'/><attribute "
                + "name='c'/></element></element>")).Message);

    [Fact]
    public void A_schema_that_is_missing()
    {
        RelaxNgSchemaException refused = Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Load("/nowhere/schema.rng"));
        Assert.Equal(("/nowhere/schema.rng", 0, 0), (refused.File, refused.Line, refused.Column));
        Assert.IsType<DirectoryNotFoundException>(refused.InnerException);
    }

    [Fact]
    public void A_base_changes_what_references_are_relative_to()
    {
        using TempFolder folder = new();
        folder.Write("below/inner.rng", "<element name='b' xmlns='http://relaxng.org/ns/structure/1.0'><empty/></element>");
        string path =
            folder.Write(
                "outer.rng",
                    "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0' xml:base='below/'><externalRef "
                        + "href='inner.rng'/></element>");
        Assert.Empty(RelaxNgSchema.Load(path).Validate("<a><b/></a>"));
    }

    [Fact]
    public void A_reference_may_be_a_file_URI()
    {
        using TempFolder folder = new();
        string inner = folder.Write("in ner.rng", "<element name='b' xmlns='http://relaxng.org/ns/structure/1.0'><empty/></element>");
        RelaxNgSchema schema = RelaxNgSchema.Parse(
            $"<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'><externalRef href='{new Uri(inner).AbsoluteUri}'/></element>");
        Assert.Empty(schema.Validate("<a><b/></a>"));
    }
}
