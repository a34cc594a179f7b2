using System.Globalization;
using System.Text.RegularExpressions;
using NVirt.RelaxNg.DataTypes.Expressions;

namespace NVirt.RelaxNg.Tests.DataTypes;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a|", "", true)]
    [InlineData("(a|b)*", "abba", true)]
    [InlineData("(ab?)+c", "aabc", true)]
    [InlineData("a{0}", "", true)]
    [InlineData("a{0}", "a", false)]
    [InlineData("a{2,4}", "aaaaa", false)]
    [InlineData("(a?){3}", "", true)]
    [InlineData("(a?){3}", "aaaa", false)]
    [InlineData("[0-9a-fA-F -_,.:;=]{0,255}", "0a F", true)]
    [InlineData(@"[\-+]", "-", true)]
    [InlineData("[-a]", "-", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[^a-]", "-", false)]
    [InlineData("[^^]", "^", false)]
    [InlineData("[a^]", "^", true)]
    [InlineData(@"[\]\[]", "]", true)]
    [InlineData(@"\.", ".", true)]
    [InlineData(@"\.", "a", false)]
    [InlineData(@"\p{IsBasicLatin}", "é", false)]
    [InlineData(@"\P{IsBasicLatin}", "é", true)]
    [InlineData(@"[\w-[\d]]", "5", false)]
    [InlineData("[a-z-[m-p-[n]]]", "n", true)]
    [InlineData("[a-z-[m-p-[n]]]", "o", false)]
    public void Texts_match_or_not(string expression, string text, bool matches) =>
        Assert.Equal(matches, Parse(expression).Matches(text, Budget.ForDocument()));

    [Theory]
    [InlineData("*")]
    [InlineData("a**")]
    [InlineData("a{")]
    [InlineData("a{x}")]
    [InlineData("a{2,1}")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("a)")]
    [InlineData("]")]
    [InlineData("}")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[a")]
    [InlineData("[b-a]")]
    [InlineData("[a-z-[b]c]")]
    [InlineData(@"\")]
    [InlineData(@"\b")]
    [InlineData(@"\p")]
    [InlineData(@"\p{Xy}")]
    [InlineData(@"\p{IsNothing}")]
    [InlineData("(?:a)")]
    public void What_is_no_expression_is_refused(string expression) =>
        Assert.NotEmpty(Assert.Throws<FormatException>(() => Parse(expression)).Message);

    [Fact]
    public void Nesting_has_a_limit() => Assert.Throws<FormatException>(() => Parse(new string('(', 200) + new string(')', 200)));

    [Fact]
    public void What_makes_others_go_back_and_forth_takes_a_step_a_character() =>
        Assert.False(Parse("(a*)*(a|aa)+b").Matches(new string('a', 20_000), Budget.ForDocument()));

    [Fact]
    public void Counts_may_be_large()
    {
        Expression expression = Parse("(a{1,30}b){1,2000}");
        Assert.True(expression.Matches(string.Concat(Enumerable.Repeat("aaab", 2000)), Budget.ForDocument()));
        Assert.False(expression.Matches(string.Concat(Enumerable.Repeat("aaab", 2001)), Budget.ForDocument()));
    }

    // Blocks for which .NET and XML Schema have the same characters.
    [Theory]
    [InlineData("IsArrows")]
    [InlineData("IsCyrillic")]
    [InlineData("IsGreek")]
    [InlineData("IsHebrew")]
    [InlineData("IsLatin-1Supplement")]
    [InlineData("IsThai")]
    [InlineData("L")]
    [InlineData("Lu")]
    [InlineData("Nd")]
    [InlineData("P")]
    [InlineData("Sc")]
    [InlineData("Zs")]
    public void Properties_are_those_of_Unicode(string name)
    {
        CharacterSet set = NamedSets.OfProperty(name)!;
        Regex regex = new($@"\A\p{{{name}}}\z", RegexOptions.CultureInvariant, TimeSpan.FromMinutes(1));
        Assert.All(Enumerable.Range(1, 0xD7FF), c => Assert.Equal(regex.IsMatch(((char)c).ToString()), set.Contains(c)));
    }

    [Fact]
    public void Random_expressions_match_as_those_of_dotnet_do()
    {
        Random random = new(7);
        for (int i = 0; i < 2000; i++)
        {
            string expression = Any(random, 3);
            Expression ours = Parse(expression);
            Regex theirs = new($@"\A(?:{expression})\z", RegexOptions.CultureInvariant, TimeSpan.FromMinutes(1));
            for (int j = 0; j < 20; j++)
            {
                string text = string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => (char)('a' + random.Next(3))));
                Assert.True(theirs.IsMatch(text) == ours.Matches(text, Budget.ForDocument()),
                    string.Create(CultureInfo.InvariantCulture, $"{expression} and \"{text}\""));
            }
        }
    }

    private static string Any(Random random, int depth) => random.Next(depth == 0 ? 3 : 8) switch
    {
        0 => "a",
        1 => "[ab]",
        2 => "[^b]",
        3 => $"({Any(random, depth - 1)}|{Any(random, depth - 1)})",
        4 => $"({Any(random, depth - 1)})*",
        5 => $"({Any(random, depth - 1)}){{{random.Next(3)},{random.Next(3) + 2}}}",
        6 => $"({Any(random, depth - 1)})?",
        _ => Any(random, depth - 1) + Any(random, depth - 1),
    };

    private static Expression Parse(string source) => Expression.Parse(source, Budget.ForSchema());
}
