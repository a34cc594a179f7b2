using NVirt.Cpu;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Handlers;

/// <summary>What clients write into a domain's document for themselves and for people.</summary>
internal static class MetadataCalls
{
    public static void AddTo(CallTable calls)
    {
        calls.Add(RemoteProgram.DomainGetMetadata, GetAsync);
        calls.Add(RemoteProgram.DomainSetMetadata, SetAsync);
    }

    private static async ValueTask<DomainGetMetadataResult> GetAsync(Call call, DomainGetMetadataArgs arguments)
    {
        call.AllowFlags(arguments.Flags, Impact.Flags);
        DomainSummary domain = await DomainNames.FindAsync(call, arguments.Dom);
        (bool isLive, _) = Impact.Of(arguments.Flags, domain);
        DomainDocument document =
            await call.Driver.GetDocumentAsync(domain.Uuid, new DomainDocumentOptions { IsInactive = !isLive }, call.Cancellation);
        string? found = (VirDomainMetadataType)arguments.Type switch
        {
            VirDomainMetadataType.Description => document.Description,
            VirDomainMetadataType.Title => document.Title,
            VirDomainMetadataType.Element when arguments.Uri is { } uri => MetadataElements.Get(document, uri),
            VirDomainMetadataType.Element => throw CommonFaults.Null(call.Function, "uri"),
            _ => throw CommonFaults.InvalidArgument(NVirt.Xml.Text.Of(Messages.Metadata_Type, arguments.Type)),
        };
        return found is not null ? new DomainGetMetadataResult { Metadata = found }
            : throw Fault.Of(VirErrorNumber.NoDomainMetadata, VirErrorDomain.Domain, Messages.Metadata_None);
    }

    private static async ValueTask<XdrNothing> SetAsync(Call call, DomainSetMetadataArgs arguments)
    {
        call.AllowFlags(arguments.Flags, Impact.Flags);
        DomainSummary domain = await DomainNames.FindAsync(call, arguments.Dom);
        (bool isLive, bool isConfig) = Impact.Of(arguments.Flags, domain);
        IDomainEditing editing = Optional.Of<IDomainEditing>(call);
        Func<DomainDocument, DomainDocument> edit = EditOf(call, arguments);
        try
        {
            if (isConfig)
            {
                await editing.EditAsync(domain.Uuid, isInactive: true, edit, call.Cancellation);
            }

            if (isLive)
            {
                await editing.EditAsync(domain.Uuid, isInactive: false, edit, call.Cancellation);
            }
        }
        catch (CpuException e) when (e.Kind == CpuErrorKind.Xml)
        {
            throw Fault.Of(VirErrorNumber.XmlDetail, VirErrorDomain.Domain, e.Message);
        }

        return XdrNothing.Value;
    }

    private static Func<DomainDocument, DomainDocument> EditOf(Call call, DomainSetMetadataArgs arguments) =>
        (VirDomainMetadataType)arguments.Type switch
        {
            VirDomainMetadataType.Description => d => d.WithDescription(arguments.Metadata),
            VirDomainMetadataType.Title when arguments.Metadata?.Contains('\n', StringComparison.Ordinal) == true =>
                throw CommonFaults.InvalidArgument(Messages.Metadata_TitleLines),
            VirDomainMetadataType.Title => d => d.WithTitle(arguments.Metadata),
            VirDomainMetadataType.Element when arguments.Uri is not { Length: > 0 } => throw CommonFaults.Null(call.Function, "uri"),
            VirDomainMetadataType.Element when arguments.Metadata is not null && arguments.Key is not { Length: > 0 } =>
                throw CommonFaults.Null(call.Function, "key"),
            VirDomainMetadataType.Element => d => MetadataElements.Set(d, arguments.Uri!, arguments.Key, arguments.Metadata),
            _ => throw CommonFaults.InvalidArgument(NVirt.Xml.Text.Of(Messages.Metadata_Type, arguments.Type)),
        };
}
