namespace NVirt.RelaxNg.Tests;

/// <summary>Each construct and each restriction of RELAX NG, by schemas and documents.</summary>
public sealed class SuiteTests
{
    public static TheoryData<string> Titles => SuiteCase.Titles;

    [Theory]
    [MemberData(nameof(Titles))]
    public void Schemas_and_documents_are_judged_as_they_should_be(string title)
    {
        SuiteCase suite = SuiteCase.All[title];
        if (suite.Refused is { } reason)
        {
            RelaxNgSchemaException refused = Assert.Throws<RelaxNgSchemaException>(suite.Load);
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
            return;
        }

        RelaxNgSchema schema = suite.Load();
        Assert.All(suite.Valid, document => Assert.Empty(schema.Validate(document)));
        Assert.All(suite.Invalid, document => Assert.NotEmpty(schema.Validate(document)));
    }
}
