using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Tests;
using NVirt.Xml;

namespace NVirt.Fuzz.Targets;

/// <summary>A RELAX NG schema, and a document after a line of dashes.</summary>
internal sealed class RelaxNgTarget : Target
{
    private const string Separator = "\n----\n";

    // The opinion's time is exponential in this.
    private const int MostParts = 4;

    public override string Name => "relaxng";

    public override string[] Words =>
    [
        Separator, "<a>", "</a>", "<a/>", "<b/>", "<c>1</c>", " b='1'", " c=''", "1", "true", "<!-- -->", "<![CDATA[1]]>", "&#10;",
            "<!DOCTYPE a>",
        "<element name='a'>", "<element name='b'>", "<element><anyName/>", "<element><nsName ns='u'/>", "</element>",
            "<attribute name='b'>", "<attribute name='c'/>",
        "<attribute><anyName><except><name>b</name></except></anyName>", "</attribute>", "<group>", "</group>", "<interleave>",
            "</interleave>", "<choice>", "</choice>",
        "<optional>", "</optional>", "<zeroOrMore>", "</zeroOrMore>", "<oneOrMore>", "</oneOrMore>", "<list>", "</list>", "<mixed>",
            "</mixed>", "<text/>", "<empty/>",
        "<notAllowed/>", "<value>1</value>", "<value type='string'>b</value>", "<data type='integer'/>", "<data type='token'>", "</data>",
            "<except>", "</except>",
        "<param name='pattern'>[a-c]+(1{2,3}|\\d*)</param>", "<param name='minInclusive'>1</param>", "<param name='length'>2</param>",
            "<ref name='d'/>", "<define name='d'>",
        "</define>", "<start>", "</start>", "<grammar>", "</grammar>", "<div>", "</div>", " combine='choice'", " combine='interleave'",
            "<include href='x'/>",
        "<externalRef href='x'/>", "<parentRef name='d'/>", " ns='u'", " xmlns='u'", " datatypeLibrary=''", "boolean", "decimal", "double",
            "date", "NMTOKENS", "anyURI", "base64Binary",
    ];

    public override Outcome Check(byte[] input)
    {
        string[] parts = XmlOpinion.Text(input).Split(Separator, 2);
        Attempt<RelaxNgSchema> attempt = new(() => Load(parts[0]));
        return attempt.Value is { } schema && parts is [_, var document] ? Check(schema, document, parts[0])
            : new Outcome(attempt.Signature, attempt.Against(accepts: null, _ => null).Problem);
    }

    private static Outcome Check(RelaxNgSchema schema, string text, string schemaText)
    {
        IReadOnlyList<RelaxNgError> errors = schema.Validate(text);
        string signature = string.Join(' ', errors.Select(e => e.Kind).Distinct());

        // Names with a prefix mean different things in different places, which the opinion does not know.
        bool? opinion = schemaText.Contains("QName", StringComparison.Ordinal) ? null
            : XmlOpinion.Load(text) is { Root: { } root } ? SecondOpinion.IsValid(schema, root, MostParts)
            : false;
        return new Outcome($"{signature} {schema.Automaton.Size}", errors switch
        {
            [] when opinion == false => "valid, and should not be",
            [var error, ..] when opinion == true => $"not valid, and should be: {error}",
            _ => errors.Where(e => e.Message.Length is 0 or > 2000 || e.Message.Any(char.IsControl)
                || (e.Line < 1 && e.Kind != RelaxNgErrorKind.Malformed)).Select(e => $"an ugly error: {e}").FirstOrDefault(),
        });
    }

    private static RelaxNgSchema Load(string text)
    {
        try
        {
            return RelaxNgSchema.Parse(text, "/a.rng", path => throw new FileNotFoundException("there are no files", path));
        }
        catch (RelaxNgSchemaException refused)
        {
            throw CpuException.Of(MistakeKind.Malformed, refused.Message, refused);
        }
    }
}
