using System.Text;
using NVirt.RelaxNg;
using NVirt.Testing;

namespace NVirt.Interop.RelaxNg;

/// <summary>The verdicts of three validators on some documents.</summary>
internal sealed class Verdicts
{
    private readonly bool[] _xmllint;
    private readonly bool[] _jing;
    private readonly string?[] _ours;

    private Verdicts(bool[] xmllint, bool[] jing, string?[] ours) => (_xmllint, _jing, _ours) = (xmllint, jing, ours);

    /// <summary>Whether the others find it valid, and our first error.</summary>
    public (bool Xmllint, bool Jing, string? Problem) this[int document] => (_xmllint[document], _jing[document], _ours[document]);

    /// <summary>Runs all of them.</summary>
    /// <param name="schema">The path of the schema.</param>
    /// <param name="documents">The documents.</param>
    public static Verdicts Of(string schema, string[] documents)
    {
        using TempFolder folder = new();
        for (int i = 0; i < documents.Length; i++)
        {
            folder.Write($"{i}.xml", Encoding.UTF8.GetBytes(documents[i]));
        }

        Task<bool[]> jing = Task.Run(() => SchemaPeers.Jing(schema, folder.Root, documents.Length));
        bool[] xmllint = SchemaPeers.Xmllint(schema, folder.Root, documents.Length);
        RelaxNgSchema ours = RelaxNgSchema.Load(schema);
        return new Verdicts(xmllint, jing.GetAwaiter()
            .GetResult(), [.. documents.Select(d => ours.Validate(d) is [var first, ..] ? first.ToString() : null)]);
    }
}
