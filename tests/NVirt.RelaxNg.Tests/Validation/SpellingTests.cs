using NVirt.Xml;

namespace NVirt.RelaxNg.Tests.Validation;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("polcy", "policy")]
    [InlineData("polciy", "policy")]
    [InlineData("POLICY", "policy")]
    [InlineData("nme", "name")]
    public void What_is_near_is_found(string word, string meant) => Assert.Equal(meant, Spelling.Closest(word, ["unrelated", "p", meant]));

    [Theory]
    [InlineData("x", "y")]
    [InlineData("abc", "xyz")]
    [InlineData("file", "file")]
    [InlineData("bat", "cat", "hat")]
    public void What_is_far_or_the_same_or_not_certain_is_not(string word, params string[] candidates) =>
        Assert.Null(Spelling.Closest(word, candidates));
}
