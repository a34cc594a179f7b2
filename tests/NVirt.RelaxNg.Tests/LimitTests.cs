namespace NVirt.RelaxNg.Tests;

public sealed class LimitTests
{
    private const string Nested =
        "<ref name='a'/></start><define name='a'><element name='a'><optional><ref name='a'/></optional></element></define><start "
            + "combine='choice'><notAllowed/>";

    [Fact]
    public void Documents_may_be_256_deep()
    {
        RelaxNgSchema schema = Documents.Schema(Nested);
        Assert.Empty(schema.Validate(Deep(256)));
        RelaxNgError error = Assert.Single(schema.Validate(Deep(257)));
        Assert.Equal((RelaxNgErrorKind.Malformed, "elements are nested more than 256 deep"), (error.Kind, error.Message));
    }

    [Fact]
    public void What_is_skipped_counts_as_well() => Assert.Equal(
        [RelaxNgErrorKind.ElementNotAllowed, RelaxNgErrorKind.Malformed],
        Documents.Schema(Nested).Validate($"<b>{Deep(256)}</b>").Select(e => e.Kind));

    [Fact]
    public void Schemas_may_be_256_deep() => Assert.Contains(
        "nested more than 256 deep",
        Assert.Throws<RelaxNgSchemaException>(() => Documents.Schema(Deep(300, "group"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void References_may_be_1000_deep()
    {
        string chain = string.Concat(
            Enumerable.Range(0, 2000).Select(i => $"<define name='d{i}'><optional><ref name='d{i + 1}'/></optional></define>"));
        Assert.Contains(
            "nested more than 1000 deep",
            Assert.Throws<RelaxNgSchemaException>(
                () => Documents.Schema(
                    $"<element name='a'><ref name='d0'/></element></start>{chain}<define name='d2000'><empty/></define><start "
                        + $"combine='choice'><notAllowed/>")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_has_at_most_a_thousand_files()
    {
        // Each file refers to the next one twice.
        static Stream Open(string path) => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(
            $"<choice xmlns='http://relaxng.org/ns/structure/1.0'><externalRef href='{Path.GetFileName(path)}x'/><externalRef "
                + $"href='{Path.GetFileName(path)}x'/></choice>"));
        Assert.Contains(
            "files", Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Load("/a", Limited)).Message, StringComparison.Ordinal);

        static Stream Limited(string path) => path.Length < 20
            ? Open(path)
            : new MemoryStream("<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'><empty/></element>"u8.ToArray());
    }

    private static string Deep(int depth, string name = "a") =>
        string.Concat(Enumerable.Repeat($"<{name}>", depth)) + string.Concat(Enumerable.Repeat($"</{name}>", depth));
}
