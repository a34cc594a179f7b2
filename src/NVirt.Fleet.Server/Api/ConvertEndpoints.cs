using System.Text;
using NVirt.Cpu;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Refusals;
using NVirt.Platforms;
using Text = NVirt.Xml.Text;

namespace NVirt.Fleet.Server.Api;

/// <summary>A document in the words of another platform, as by <c>nvirt convert</c>.</summary>
internal static class ConvertEndpoints
{
    private const int Body = 4 << 20;

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/convert", ConvertAsync).WithMetadata(new NeededRole(Roles.Read))
        .WithName("convert").WithSummary("Writes a guest's CPU, or what hosts have in common, in the words of a platform.")
        .Accepts<ConvertRequest>("application/json").Produces<ConvertAnswer>();

    private static async Task<IResult> ConvertAsync(HttpContext context, CpuMap map)
    {
        ConvertRequest request = await Bodies.ReadAsync(context, ApiJson.Default.ConvertRequest, Body);
        if (!PlatformWriter.Platforms.Contains(request.To))
        {
            return Problems.Unprocessable(Text.Of(Messages.Convert_To, string.Join(", ", PlatformWriter.Platforms)));
        }

        IReadOnlyList<CpuStatement> statements =
            SourceReader.Read(Encoding.UTF8.GetBytes(request.Document), "document", map, request.From);
        CpuStatement[] guests = [.. statements.Where(s => s.Subject == StatementSubject.Guest)];
        CpuStatement[] hosts =
            [.. MergedHost.ByName([.. statements.Where(s => s.Subject == StatementSubject.Host)]).Select(h => h.Judged)];
        if (guests.Length > 1 || statements.Count == 0)
        {
            return Problems.Unprocessable(Text.Of(Messages.Check_OneGuest, guests.Length));
        }

        PlatformOutput output = PlatformWriter.Write(request.To, new PlatformWriteRequest
        {
            Cpu = guests.Length == 0 ? StatementBaseline.Of(hosts, map).Cpu : guests[0].ToDefinition(),
            Name = request.Name,
            Hosts = hosts,
            Map = map,
        });
        return TypedResults.Json(
            new ConvertAnswer(
                [.. output.Files.Select(f => new ConvertedFile(f.Place, f.Text))],
                [
                    .. statements.SelectMany(s => s.Remarks.Concat(s.LossesOfDefinition)).Concat(output.Remarks)
                        .Select(r => r.Describe()).Distinct(StringComparer.Ordinal),
                ]),
            ApiJson.Default.ConvertAnswer);
    }
}
