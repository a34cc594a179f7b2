using System.Text;
using NVirt.Daemon.Faults;
using NVirt.Domains.Driver;
using NVirt.Domains.Validation;
using NVirt.RelaxNg;
using NVirt.Rpc.Constants;

namespace NVirt.Daemon.Handlers;

/// <summary>Validation by the schema, where a client asks for it.</summary>
internal static class SchemaCheck
{
    /// <summary>Requires a document to be valid.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="Fault">It is not valid; the first mistake is told.</exception>
    public static void Require(string xml, string name)
    {
        if (FirstMistake(xml, name) is { } mistake)
        {
            throw Fault.Of(VirErrorNumber.XmlInvalidSchema, VirErrorDomain.Xml, NVirt.Xml.Text.OnOneLine(mistake));
        }
    }

    private static string? FirstMistake(string xml, string name)
    {
        try
        {
            return DocumentSchemas.Validate(name, Encoding.UTF8.GetBytes(xml)) is [RelaxNgError first, ..] ? first.ToString() : null;
        }
        catch (DomainException e)
        {
            // There is no schema for a document of this kind.
            return e.Message;
        }
    }
}
