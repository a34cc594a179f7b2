using System.Xml.Linq;
using NVirt.RelaxNg.Patterns;
using NVirt.Testing;

namespace NVirt.RelaxNg.Tests;

/// <summary>What is true for every schema and document, tested on random small ones.</summary>
[Trait("Run", "long")]
public sealed class PropertyTests
{
    private const int Schemas = 1500;
    private const int DocumentsOfEach = 25;

    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public void The_verdict_is_that_of_the_specification()
    {
        Random random = new(RunSettings.Seed + 20);
        int schemas = 0;
        int valid = 0;
        for (int i = 0; i < RunSettings.Times(Schemas); i++)
        {
            string patterns = $"<element name='a'>{Pattern(random, 4)}</element>";
            if (Load(patterns) is not { } schema)
            {
                continue;
            }

            schemas++;
            for (int j = 0; j < DocumentsOfEach; j++)
            {
                string document = Document(random, 2, "a");
                bool expected = SecondOpinion.IsValid(schema, XElement.Parse(document, LoadOptions.PreserveWhitespace))
                    ?? throw new InvalidOperationException("too large");
                valid += expected ? 1 : 0;
                IReadOnlyList<RelaxNgError> errors = schema.Validate(document);
                Assert.True(errors.Count == 0 == expected, $"{patterns}\n{document}\n{string.Join('\n', errors)}");
            }
        }

        // Neither side has a trivial answer.
        Assert.InRange(schemas, RunSettings.Times(Schemas) / 4, RunSettings.Times(Schemas));
        Assert.InRange(valid, 500, schemas * DocumentsOfEach / 2);
    }

    [Fact]
    public void The_order_of_attributes_makes_no_difference()
    {
        Random random = new(RunSettings.Seed + 21);
        for (int i = 0; i < RunSettings.Times(Schemas); i++)
        {
            if (Load($"<element name='a'>{Pattern(random, 4)}</element>") is { } schema)
            {
                string text = random.Next(3) == 0 ? "1" : string.Empty;
                Assert.Equal(schema.Validate($"<a a='1' b='2' c=''>{text}</a>").Count == 0,
                    schema.Validate($"<a c='' b='2' a='1'>{text}</a>").Count == 0);
            }
        }
    }

    [Fact]
    public void Every_error_has_a_place_and_a_message()
    {
        Random random = new(RunSettings.Seed + 22);
        for (int i = 0; i < RunSettings.Times(Schemas); i++)
        {
            if (Load($"<element name='a'>{Pattern(random, 4)}</element>") is { } schema)
            {
                Assert.All(schema.Validate(Document(random, 3, "a")),
                    e => Assert.True(e.Line > 0 && e.Column > 0 && e.Message.Length > 10 && e.Element is not null, e.ToString()));
            }
        }
    }

    private static RelaxNgSchema? Load(string patterns)
    {
        try
        {
            return Documents.Schema(patterns);
        }
        catch (RelaxNgSchemaException)
        {
            return null;
        }
    }

    private static string Pattern(Random random, int depth)
    {
        string name = Names[random.Next(Names.Length)];
        return random.Next(depth == 0 ? 5 : 15) switch
        {
            0 => "<text/>",
            1 => "<empty/>",
            2 => $"<value>{random.Next(3)}</value>",
            3 => $"<attribute name='{name}'/>",
            4 => $"<attribute name='{name}'><value>{random.Next(3)}</value></attribute>",
            5 or 6 => $"<element name='{name}'>{Pattern(random, depth - 1)}</element>",
            7 or 8 => $"<group>{Some(random, depth)}</group>",
            9 or 10 => $"<interleave>{Some(random, depth)}</interleave>",
            11 => $"<choice>{Some(random, depth)}</choice>",
            12 => $"<optional>{Pattern(random, depth - 1)}</optional>",
            13 => $"<oneOrMore>{Pattern(random, depth - 1)}</oneOrMore>",
            _ => random.Next(4) switch
            {
                0 => $"<list>{Some(random, depth)}</list>",
                1 => "<data type='integer'><except><value type='integer'>1</value></except></data>",
                2 => $"<element><anyName><except><name>{name}</name></except></anyName>{Pattern(random, depth - 1)}</element>",
                _ => "<zeroOrMore><attribute><anyName/></attribute></zeroOrMore>",
            },
        };
    }

    private static string Some(Random random, int depth) =>
        string.Concat(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Pattern(random, depth - 1)));

    private static string Document(Random random, int depth, string name)
    {
        string attributes = string.Concat(Names.Where(_ => random.Next(4) == 0).Select(n => $" {n}='{Text(random)}'"));
        string content = depth == 0 || random.Next(2) == 0
            ? Text(random)
            : string.Concat(
                Enumerable.Range(0, random.Next(4))
                    .Select(_ => (random.Next(5) == 0 ? Text(random) : string.Empty)
                    + Document(random, depth - 1, Names[random.Next(Names.Length)])));
        return $"<{name}{attributes}>{content}</{name}>";
    }

    private static string Text(Random random) => random.Next(7) switch
    {
        0 => "0",
        1 => " 1 ",
        2 => "2 1",
        3 => " ",
        _ => string.Empty,
    };
}
